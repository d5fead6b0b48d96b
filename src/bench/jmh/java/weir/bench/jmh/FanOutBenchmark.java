package weir.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import weir.codec.DependencyDescriptor;
import weir.forward.LayerForwarder;
import weir.rtp.RtpHeader;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpSender;
import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Bursts of 8 packets of 1200 bytes for each viewer of a stream, each decided on, rewritten and
/// sealed as viewers' video is, viewer outer, packet inner; per packet and viewer, whatever their
/// number. Nothing is sent.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanOutBenchmark {
    private static final int BURST = PublishedVideo.PACKETS_PER_FRAME;
    private static final int VIEWERS_MAX = 1000;
    private static final int PACKETS = BURST * VIEWERS_MAX;

    @Param("LIBCRYPTO")
    SrtpEngine engine;

    @Param("AEAD_AES_128_GCM")
    SrtpProfile profile;

    /// Divides 1000, so that all numbers of viewers mean the same number of packets.
    @Param({"1", "50", "200", "1000"})
    int viewers;

    private PublishedVideo video;
    private LayerForwarder[] forwarders;
    private SrtpSender[] senders;
    private ByteBuf chunk;
    private int count;

    @Setup
    public void setUp() throws MalformedPacketException {
        if (VIEWERS_MAX % viewers != 0) {
            throw new IllegalArgumentException("viewers must divide 1000, is " + viewers);
        }
        video = new PublishedVideo(VideoCodec.H264);
        forwarders = new LayerForwarder[viewers];
        Arrays.setAll(forwarders, video::forwarder);
        senders = SrtpEnds.senders(engine, profile, viewers);
        chunk = Unpooled.directBuffer(BURST * (PublishedVideo.PACKET_LENGTH + profile.tagLength()));
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int fanOut() {
        int bytes = 0;
        for (int packets = 0; packets < PACKETS; packets += BURST * viewers) {
            for (int viewer = 0; viewer < viewers; viewer++) {
                bytes += writeBurst(forwarders[viewer], senders[viewer]);
            }
            count += BURST;
        }
        return bytes;
    }

    /// Leaves in the chunk what one viewer would be sent.
    private int writeBurst(LayerForwarder forwarder, SrtpSender sender) {
        chunk.clear();
        for (int number = count; number < count + BURST; number++) {
            int index = chunk.writerIndex();
            int length =
                    forwarder.write(
                            video.packet(number),
                            video.descriptor(number),
                            DependencyDescriptor.UNKNOWN,
                            PublishedVideo.PAYLOAD_TYPE,
                            chunk);
            int sealed = sender.sealRtp(chunk, index, RtpHeader.FIXED_LENGTH, length);
            chunk.writerIndex(index + sealed);
        }
        return chunk.writerIndex();
    }

    @TearDown
    public void tearDown() {
        for (SrtpSender sender : senders) {
            sender.close();
        }
        video.close();
        chunk.release();
    }
}
