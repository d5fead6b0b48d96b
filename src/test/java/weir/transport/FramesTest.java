package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ReferenceCountUtil;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.loop.OwnerLoop;
import weir.testkit.Loops;

import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// RFC 4571 both ways: what [TcpPort#frames()] reads and [FrameSender] writes.
class FramesTest {
    private static Loops loops;
    private static OwnerLoop owner;

    private final SharedTransport shared = Configs.shared();
    private final SendQueue queue = new LoopTransport(owner, shared).queue();
    private final EmbeddedChannel sending = new EmbeddedChannel();
    private final FrameSender sender = new FrameSender(sending, shared.drops(), shared.backlog());
    private final Destination peer =
            new Destination(sender, new InetSocketAddress("127.0.0.1", 1000));

    @BeforeAll
    static void start() {
        loops = new Loops(1);
        owner = loops.loop(0);
    }

    @AfterAll
    static void stop() {
        loops.close();
    }

    @AfterEach
    void close() {
        sending.finishAndReleaseAll();
    }

    @Test
    void oneTurnOfTheLoopIsOneWriteWithALengthBeforeEachDatagram() {
        send(bytes(0x80, 3), bytes(0x80, 3), bytes(0x80, 2), bytes(0, 1));

        ByteBuf written = sending.readOutbound();
        assertThat(ByteBufUtil.hexDump(written))
                .isEqualTo("0003800000" + "0003800000" + "00028000" + "000100");
        assertThat(sending.outboundMessages()).isEmpty();
        written.release();
    }

    @Test
    void mediaIsDroppedAndCountedWhileThePeerTakesNothingButChecksAreNot() {
        sending.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
        fill(21);
        assertThat(sender.isWritable()).isFalse();

        send(bytes(0x80, 30), bytes(0x90, 30), bytes(1, 4), bytes(22, 5));

        assertThat(dropped()).isEqualTo(2);
        assertThat(sender.isWritable()).isTrue();
        assertThat(readLengths()).containsExactly(21, 2 + 4 + 2 + 5);
    }

    @Test
    void nothingIsTakenFarBeyondTheMark() {
        fill(2 * FrameSender.HIGH_WATER_BYTES + FrameSender.LOW_WATER_BYTES);

        send(bytes(1, 4));

        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void whatWaitsOnTheWholeNodeIsBoundedButEachConnectionHasALittle() {
        shared.backlog().add(Configs.WAITING_MAX);

        send(bytes(0x80, 1000));
        assertThat(sender.isWritable()).as("what was sent has been taken").isTrue();
        assertThat(shared.backlog().bytes()).isEqualTo(Configs.WAITING_MAX);
        assertThat(shared.backlog().hasRoom(FrameBacklog.ALWAYS_BYTES - 1)).isTrue();
        assertThat(shared.backlog().hasRoom(FrameBacklog.ALWAYS_BYTES)).isFalse();
        shared.backlog().add(-1);
        assertThat(shared.backlog().hasRoom(FrameBacklog.ALWAYS_BYTES)).isTrue();
        assertThat(dropped()).isZero();
    }

    @Test
    void aPeerIsStalledWhenSomethingWaitsForItAndNothingIsTaken() {
        List<ChannelPromise> writes = new ArrayList<>();
        sending.pipeline()
                .addLast(
                        new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void write(
                                    ChannelHandlerContext to, Object frames, ChannelPromise done) {
                                ReferenceCountUtil.release(frames);
                                writes.add(done);
                            }
                        });
        long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        long max = TimeUnit.SECONDS.toNanos(30);
        assertThat(sender.isStalled(later, max)).as("nothing waits").isFalse();

        send(bytes(0x80, 98));
        assertThat(shared.backlog().bytes()).isEqualTo(100);
        assertThat(sender.isStalled(later, max)).isTrue();
        assertThat(sender.isStalled(System.nanoTime(), max)).isFalse();

        writes.getFirst().setFailure(new ClosedChannelException());
        assertThat(shared.backlog().bytes()).isZero();
        assertThat(sender.isStalled(later, max)).isFalse();
    }

    @Test
    void aFrameLongerThanADatagramEndsTheConnection() {
        EmbeddedChannel reading = new EmbeddedChannel(TcpPort.frames());
        ByteBuf longest = Unpooled.buffer().writeShort(TcpPort.FRAME_BYTES_MAX);
        longest.writeZero(TcpPort.FRAME_BYTES_MAX);

        assertThat(reading.writeInbound(longest)).isTrue();
        assertThatThrownBy(
                        () ->
                                reading.writeInbound(
                                        Unpooled.buffer().writeShort(TcpPort.FRAME_BYTES_MAX + 1)))
                .isInstanceOf(TooLongFrameException.class);
        reading.finishAndReleaseAll();
    }

    /// However the stream is cut into reads, what comes out is what went in.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void whatIsSentIsReadHoweverItIsCut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] datagrams = new byte[1 + random.nextInt(40)][];
        for (int i = 0; i < datagrams.length; i++) {
            datagrams[i] = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 2048 : 60)];
            random.nextBytes(datagrams[i]);
        }
        send(datagrams);

        EmbeddedChannel reading = new EmbeddedChannel(TcpPort.frames());
        for (ByteBuf written; (written = sending.readOutbound()) != null; ) {
            while (written.isReadable()) {
                int length = 1 + random.nextInt(written.readableBytes());
                reading.writeInbound(written.readRetainedSlice(Math.min(length, 700)));
            }
            written.release();
        }

        for (byte[] datagram : datagrams) {
            ByteBuf frame = reading.readInbound();
            assertThat(ByteBufUtil.getBytes(frame)).isEqualTo(datagram);
            frame.release();
        }
        assertThat(reading.inboundMessages()).isEmpty();
        assertThat(reading.finishAndReleaseAll()).isFalse();
    }

    /// Any bytes are frames, or the connection's end; nothing else comes of them.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void anyBytesAreFramesOrTheEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EmbeddedChannel reading = new EmbeddedChannel(TcpPort.frames());
        try {
            for (int i = 0; i < 20; i++) {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                if (bytes.length > 0 && random.nextInt(4) > 0) {
                    bytes[0] = 0;
                }
                reading.writeInbound(Unpooled.wrappedBuffer(bytes));
            }
        } catch (TooLongFrameException end) {
            assertThat(end).hasMessageContaining("2050");
        }
        for (ByteBuf frame; (frame = reading.readInbound()) != null; frame.release()) {
            assertThat(frame.readableBytes()).isLessThanOrEqualTo(TcpPort.FRAME_BYTES_MAX);
        }
        reading.finishAndReleaseAll();
    }

    private void send(byte[]... datagrams) {
        loops.run(
                owner,
                () -> {
                    for (byte[] datagram : datagrams) {
                        ByteBuf memory = queue.begin(datagram.length);
                        int index = memory.writerIndex();
                        memory.writeBytes(datagram);
                        queue.end(peer, index);
                    }
                    queue.flush();
                });
    }

    private void fill(int length) {
        sending.write(Unpooled.buffer(length).writeZero(length));
    }

    private List<Integer> readLengths() {
        List<Integer> lengths = new ArrayList<>();
        for (ByteBuf written; (written = sending.readOutbound()) != null; written.release()) {
            lengths.add(written.readableBytes());
        }
        return lengths;
    }

    private long dropped() {
        return shared.drops().snapshot().getOrDefault("CONNECTION_FULL", 0L);
    }

    private static byte[] bytes(int first, int length) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) first;
        return bytes;
    }
}
