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

import weir.rtp.RtpHeader;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpSender;

import java.util.concurrent.TimeUnit;

/// One RTP packet sealed in place in a direct buffer. With 1000 contexts, those of as many viewers,
/// no context's keys and tags are still in the nearest cache when its turn comes again.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealBenchmark {
    @Param SrtpEngine engine;
    @Param SrtpProfile profile;

    /// Bytes of header and payload.
    @Param({"1200", "160"})
    int length;

    @Param({"1", "1000"})
    int contexts;

    private SrtpSender[] senders;
    private ByteBuf packet;
    private int turn;
    private int sequenceNumber;

    @Setup
    public void setUp() {
        senders = SrtpEnds.senders(engine, profile, contexts);
        packet = Unpooled.directBuffer(length + profile.tagLength());
        packet.setByte(0, 0x80);
    }

    /// Each context is given each sequence number once, in order, as the nonce rule wants it.
    @Benchmark
    public int seal() {
        if (turn == contexts) {
            turn = 0;
            sequenceNumber++;
        }
        packet.setShort(2, sequenceNumber);
        return senders[turn++].sealRtp(packet, 0, RtpHeader.FIXED_LENGTH, length);
    }

    @TearDown
    public void tearDown() {
        for (SrtpSender sender : senders) {
            sender.close();
        }
        packet.release();
    }
}
