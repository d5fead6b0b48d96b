package weir.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.codec.PayloadDescriptor;
import weir.codec.PayloadReader;
import weir.forward.LayerFilter;
import weir.forward.LayerForwarder;
import weir.forward.Rewriter;
import weir.forward.SourceClock;
import weir.forward.SourceLayer;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.util.Random;
import java.util.Set;

/// A publisher's video of one packet for each of the 65536 sequence numbers, the same again after
/// the last: frames of 8 packets, of which the first begins with a key frame.
///
/// Made beforehand, so that no benchmark measures how a packet is made. The bytes are those of nine
/// packets, one for the key frame and eight in turn for the others: where they are read from they
/// are in the cache, as those of a burst just opened are.
final class PublishedVideo implements AutoCloseable {
    static final int PACKETS_PER_FRAME = 8;
    static final int PACKET_LENGTH = 1200;
    static final int PAYLOAD_TYPE = 96;

    private static final int CLOCK_RATE = 90_000;
    private static final int NUMBERS = 1 << 16;
    private static final int SSRC = 0x5eed;

    /// The timestamps of all frames go once round the 32 bits too.
    private static final long TICKS_PER_FRAME = (1L << 32) / (NUMBERS / PACKETS_PER_FRAME);

    private final VideoCodec codec;
    private final RtpPacket[] packets = new RtpPacket[NUMBERS];
    private final PayloadDescriptor keyFrame;
    private final PayloadDescriptor otherFrame;

    PublishedVideo(VideoCodec codec) throws MalformedPacketException {
        this.codec = codec;
        PayloadFormat format =
                new PayloadFormat(
                        PAYLOAD_TYPE, MediaKind.VIDEO, codec.name(), CLOCK_RATE, 1, "", Set.of());
        ByteBuf[] bytes = new ByteBuf[PACKETS_PER_FRAME];
        for (int i = 0; i < PACKETS_PER_FRAME; i++) {
            bytes[i] = bytes(codec.otherFrame());
        }
        ByteBuf start = bytes(codec.keyFrame());
        packets[0] = RtpPacket.of(start, header(0), format, 0);
        for (int number = 1; number < NUMBERS; number++) {
            ByteBuf shared = bytes[number % PACKETS_PER_FRAME];
            packets[number] = RtpPacket.of(shared, header(number), format, 0);
        }
        keyFrame = describe(packets[0]);
        otherFrame = describe(packets[1]);
        start.release();
        for (ByteBuf shared : bytes) {
            shared.release();
        }
    }

    /// The header's place is left empty: a packet's header is read once, where it arrives.
    private static ByteBuf bytes(byte[] payloadStart) {
        ByteBuf bytes = Unpooled.directBuffer(PACKET_LENGTH, PACKET_LENGTH);
        bytes.writeZero(RtpHeader.FIXED_LENGTH).writeBytes(payloadStart);
        return bytes.writeZero(PACKET_LENGTH - bytes.writerIndex());
    }

    private static RtpHeader header(int number) {
        boolean marker = number % PACKETS_PER_FRAME == PACKETS_PER_FRAME - 1;
        int timestamp = (int) (number / PACKETS_PER_FRAME * TICKS_PER_FRAME);
        return new RtpHeader(
                false, marker, PAYLOAD_TYPE, number, timestamp, SSRC, 0, RtpHeader.FIXED_LENGTH);
    }

    /// Reads the payload, as is done once for all viewers of a burst, and again for a NACK.
    PayloadDescriptor describe(RtpPacket packet) throws MalformedPacketException {
        return PayloadReader.of(codec.name())
                .read(packet.bytes(), packet.payloadIndex(), packet.payloadLength());
    }

    /// What one viewer's packets are written by, ready for the first.
    Rewriter rewriter(int viewer) {
        Rewriter rewriter = new Rewriter(MediaKind.VIDEO, viewer + 1, new Random(viewer));
        rewriter.onSource(1, clock());
        return rewriter;
    }

    /// What a viewer of the whole of it is sent by, ready for the first packet.
    LayerForwarder forwarder(int viewer) {
        SourceClock clock = clock();
        LayerForwarder forwarder =
                new LayerForwarder(new Rewriter(MediaKind.VIDEO, viewer + 1, new Random(viewer)));
        forwarder.onPublisher(1, clock);
        SourceLayer all =
                new SourceLayer(SSRC, "", LayerFilter.ALL, LayerFilter.ALL, 1280, 720, 3_000_000);
        forwarder.aim(all, LayerFilter.of(PayloadReader.of(codec.name()), false), false);
        return forwarder;
    }

    private SourceClock clock() {
        SourceClock clock = new SourceClock();
        clock.onPacket(MediaKind.VIDEO, packets[0].ssrc(), CLOCK_RATE, packets[0].timestamp(), 0);
        return clock;
    }

    /// @param count of the packets before it, which may be more than there are numbers
    RtpPacket packet(int count) {
        return packets[count & NUMBERS - 1];
    }

    /// What was read of that packet's payload.
    PayloadDescriptor descriptor(int count) {
        return (count & NUMBERS - 1) == 0 ? keyFrame : otherFrame;
    }

    @Override
    public void close() {
        for (RtpPacket packet : packets) {
            packet.close();
        }
    }
}
