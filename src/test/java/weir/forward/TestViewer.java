package weir.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;

import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A viewer's [Rewriter], and what it wrote as a value.
final class TestViewer {
    static final int SSRC = 0xabcd1234;
    static final int PAYLOAD_TYPE = 45;

    /// @param payload of a packet as the viewer gets it
    record Written(
            int payloadType,
            boolean marker,
            int sequenceNumber,
            int timestamp,
            int ssrc,
            byte[] payload) {}

    static final ExtensionMap EXTENSIONS =
            new ExtensionMap(Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, 13));

    final Rewriter rewriter;
    private final MediaKind kind;
    private SourceClock clock = new SourceClock();

    /// Begins with sequence number 1000 and timestamp 50000.
    TestViewer(MediaKind kind) {
        this(kind, 1000, 50_000);
    }

    TestViewer(MediaKind kind, int firstSequence, int firstTimestamp) {
        this.kind = kind;
        rewriter =
                new Rewriter(
                        kind,
                        SSRC,
                        EXTENSIONS,
                        new Random() {
                            @Override
                            public int nextInt(int bound) {
                                return firstSequence;
                            }

                            @Override
                            public int nextInt() {
                                return firstTimestamp;
                            }
                        });
    }

    void onSource(long epoch) {
        clock = new SourceClock();
        rewriter.onSource(epoch, clock);
    }

    Optional<Written> write(RtpPacket packet) {
        return write(packet, PAYLOAD_TYPE);
    }

    /// Closes the packet.
    Optional<Written> write(RtpPacket packet, int payloadType) {
        try (packet) {
            return read(bytes(packet, payloadType));
        }
    }

    /// What comes before each call of the rewriter.
    void prepare(RtpPacket packet) {
        clock.onPacket(
                kind,
                packet.ssrc(),
                packet.format().clockRate(),
                packet.timestamp(),
                packet.arrivalNanos());
    }

    byte[] bytes(RtpPacket packet, int payloadType) {
        prepare(packet);
        ByteBuf output = Unpooled.buffer().writeByte(99);
        int length = rewriter.write(packet, TestSource.describe(packet), payloadType, output);
        return written(output, length);
    }

    Optional<Written> writeAgain(RtpPacket packet, int outSequence) {
        try (packet) {
            return read(bytesAgain(packet, outSequence));
        }
    }

    byte[] bytesAgain(RtpPacket packet, int outSequence) {
        ByteBuf output = Unpooled.buffer().writeByte(99);
        int length = rewriter.writeAgain(packet, TestSource.describe(packet), outSequence, output);
        return written(output, length);
    }

    private static byte[] written(ByteBuf output, int length) {
        if (output.readableBytes() != 1 + length) {
            throw new AssertionError(
                    length + " bytes said, " + output.readableBytes() + " - 1 written");
        }
        return ByteBufUtil.getBytes(output, 1, length);
    }

    static Optional<Written> read(byte[] packet) {
        if (packet.length == 0) {
            return Optional.empty();
        }
        try (RtpPacket read = TestSource.read(packet)) {
            RtpHeader header = read.header();
            return Optional.of(
                    new Written(
                            header.payloadType(),
                            header.marker(),
                            header.sequenceNumber(),
                            header.timestamp(),
                            header.ssrc(),
                            ByteBufUtil.getBytes(
                                    read.bytes(), read.payloadIndex(), read.payloadLength())));
        }
    }
}
