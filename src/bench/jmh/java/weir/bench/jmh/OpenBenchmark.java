package weir.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
import org.openjdk.jmh.infra.Blackhole;

import weir.rtp.RtpHeader;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpReceiver;
import weir.srtp.SrtpSender;
import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// One RTP packet as a session takes it up: its header read, and the packet opened into a pooled
/// buffer of just its size. Per packet, of a read that brought 32.
///
/// What a receiver has opened it never opens again, so the packets are sealed anew before each
/// read, outside of the time that counts. The garbage counts all the same: they are sealed by
/// libcrypto, which makes none. The header is garbage here, and part of the packet in a node; the
/// rest are the stack traces of each 128th buffer, by which Netty looks for leaks.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OpenBenchmark {
    private static final int PACKETS_PER_READ = 32;

    @Param SrtpEngine engine;
    @Param SrtpProfile profile;

    /// Bytes of header and payload.
    @Param({"1200", "160"})
    int length;

    @Param({"1", "1000"})
    int contexts;

    private final ByteBuf[] read = new ByteBuf[PACKETS_PER_READ];
    private SrtpSender[] senders;
    private SrtpReceiver[] receivers;
    private int firstTurn;
    private int sequenceNumber;

    @Setup
    public void setUp() {
        SrtpEngine sealing = SrtpEngine.LIBCRYPTO.isPresent() ? SrtpEngine.LIBCRYPTO : engine;
        senders = SrtpEnds.senders(sealing, profile, contexts);
        receivers = SrtpEnds.receivers(engine, profile, contexts);
        Arrays.setAll(read, _ -> Unpooled.directBuffer(length + profile.tagLength()));
    }

    @Setup(Level.Invocation)
    public void sealRead() {
        int turn = firstTurn;
        for (ByteBuf packet : read) {
            packet.setByte(0, 0x80);
            packet.setShort(2, sequenceNumber);
            int sealed = senders[turn].sealRtp(packet, 0, RtpHeader.FIXED_LENGTH, length);
            packet.setIndex(0, sealed);
            turn = turnAfter(turn);
            if (turn == 0) {
                sequenceNumber++;
            }
        }
    }

    private int turnAfter(int turn) {
        return turn + 1 == contexts ? 0 : turn + 1;
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS_PER_READ)
    public int open(Blackhole consumer) throws MalformedPacketException {
        int opened = 0;
        for (ByteBuf packet : read) {
            RtpHeader header = RtpHeader.read(packet);
            ByteBuf clear =
                    receivers[firstTurn].openRtp(packet, header, PooledByteBufAllocator.DEFAULT);
            // Or the compiler may do without it, or not.
            consumer.consume(header);
            opened += clear.readableBytes();
            clear.release();
            firstTurn = turnAfter(firstTurn);
        }
        return opened;
    }

    @TearDown
    public void tearDown() {
        for (int i = 0; i < contexts; i++) {
            senders[i].close();
            receivers[i].close();
        }
        for (ByteBuf packet : read) {
            packet.release();
        }
    }
}
