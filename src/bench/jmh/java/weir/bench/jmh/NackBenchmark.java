package weir.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import weir.forward.Rewriter;
import weir.recovery.RetransmissionBuffer;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One packet that a viewer asks for again, looked up and written: what `stream.Subscriber` does
/// for it before it is sealed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NackBenchmark {
    /// As many as are kept for a viewer.
    private static final int KEPT = 1024;

    /// Goes through all that are kept, and is no neighbour of the last.
    private static final int STRIDE = 389;

    @Param VideoCodec codec;

    private final ByteBuf output = Unpooled.directBuffer(PublishedVideo.PACKET_LENGTH);
    private final RetransmissionBuffer<RtpPacket> kept =
            new RetransmissionBuffer<>(KEPT, Function.identity());
    private PublishedVideo video;
    private Rewriter rewriter;
    private int newest;
    private int age;

    @Setup
    public void setUp() throws MalformedPacketException {
        video = new PublishedVideo(codec);
        rewriter = video.rewriter(0);
        for (int number = 0; number < 2 * KEPT; number++) {
            RtpPacket packet = video.packet(number);
            kept.put(packet);
            output.clear();
            rewriter.write(packet, video.descriptor(number), PublishedVideo.PAYLOAD_TYPE, output);
        }
        newest = output.getUnsignedShort(2);
    }

    @Benchmark
    public int writeAgain() throws MalformedPacketException {
        age = age + STRIDE & KEPT - 1;
        int asked = newest - age & 0xffff;
        Optional<RtpPacket> packet = kept.find(rewriter.sourceSequence(asked));
        output.clear();
        return rewriter.writeAgain(
                packet.orElseThrow(), video.describe(packet.orElseThrow()), asked, output);
    }

    @TearDown
    public void tearDown() {
        kept.close();
        video.close();
        output.release();
    }
}
