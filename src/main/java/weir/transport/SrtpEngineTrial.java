package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.rtp.RtpHeader;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpSender;

import java.util.Arrays;

/// Finds out which SRTP engine is fastest on this machine, by sealing packets with each in turn.
public final class SrtpEngineTrial {
    private static final Logger log = LoggerFactory.getLogger(SrtpEngineTrial.class);

    /// So many that the compiler has done its work; the best of each engine counts.
    private static final int ROUNDS = 20;

    /// By how much an engine must be faster than one that makes no garbage.
    private static final double GAIN_MIN = 1.15;

    private static final int PACKETS_PER_ROUND = 4000;
    private static final int PACKET_LENGTH = 1184;

    private SrtpEngineTrial() {}

    /// Takes some 150 ms of a core.
    public static SrtpEngine fastest() {
        SrtpEngine[] engines =
                Arrays.stream(SrtpEngine.values())
                        .filter(SrtpEngine::isPresent)
                        .toArray(SrtpEngine[]::new);
        long[] best = new long[engines.length];
        Arrays.fill(best, Long.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < engines.length; i++) {
                best[i] = Math.min(best[i], seal(engines[i]));
            }
        }
        return fastest(engines, best);
    }

    /// The last one stands unless one before it gains enough: [SrtpEngine] has the one without
    /// garbage last.
    private static SrtpEngine fastest(SrtpEngine[] engines, long[] nanos) {
        int fastest = engines.length - 1;
        for (int i = engines.length - 1; i >= 0; i--) {
            log.info("SRTP by {}: {} ns a packet", engines[i], nanos[i] / PACKETS_PER_ROUND);
            fastest = nanos[i] * GAIN_MIN < nanos[fastest] ? i : fastest;
        }
        return engines[fastest];
    }

    private static long seal(SrtpEngine engine) {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(2048);
        try (SrtpSender sender =
                new SrtpSender(
                        engine,
                        profile,
                        new byte[SrtpProfile.KEY_LENGTH],
                        new byte[profile.saltLength()])) {
            chunk.writeZero(PACKET_LENGTH);
            long start = System.nanoTime();
            for (int sequence = 0; sequence < PACKETS_PER_ROUND; sequence++) {
                chunk.setShort(2, sequence);
                sender.sealRtp(chunk, 0, RtpHeader.FIXED_LENGTH, PACKET_LENGTH);
            }
            return System.nanoTime() - start;
        } finally {
            chunk.release();
        }
    }
}
