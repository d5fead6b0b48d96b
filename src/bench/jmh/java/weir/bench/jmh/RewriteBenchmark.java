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

import weir.codec.DependencyDescriptor;
import weir.forward.LayerForwarder;
import weir.forward.Rewriter;
import weir.wire.MalformedPacketException;

import java.util.concurrent.TimeUnit;

/// One packet of 1200 bytes written for one viewer: a new header and a copy of the payload, with
/// VP8 its picture numbers too.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RewriteBenchmark {
    @Param VideoCodec codec;

    private final ByteBuf output = Unpooled.directBuffer(PublishedVideo.PACKET_LENGTH);
    private PublishedVideo video;
    private Rewriter rewriter;
    private LayerForwarder forwarder;
    private int count;

    @Setup
    public void setUp() throws MalformedPacketException {
        video = new PublishedVideo(codec);
        rewriter = video.rewriter(0);
        forwarder = video.forwarder(0);
    }

    @Benchmark
    public int write() {
        int number = count++;
        output.clear();
        return rewriter.write(
                video.packet(number),
                video.descriptor(number),
                PublishedVideo.PAYLOAD_TYPE,
                output);
    }

    /// As a viewer's video goes: with the decision whether its layer is sent.
    @Benchmark
    public int forward() {
        int number = count++;
        output.clear();
        return forwarder.write(
                video.packet(number),
                video.descriptor(number),
                DependencyDescriptor.UNKNOWN,
                PublishedVideo.PAYLOAD_TYPE,
                output);
    }

    @TearDown
    public void tearDown() {
        video.close();
        output.release();
    }
}
