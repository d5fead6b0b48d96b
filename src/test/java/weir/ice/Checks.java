package weir.ice;

import io.netty.buffer.ByteBuf;

import weir.stun.StunKey;
import weir.stun.StunMessage;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.wire.MalformedPacketException;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Two ends' credentials, addresses, and the checks that the far end sends.
final class Checks {
    static final IceCredentials NEAR = new IceCredentials("near", "the-password-of-the-near-end");
    static final IceCredentials FAR = new IceCredentials("far+", "the-password-of-the-far-end+");
    static final StunKey NEAR_KEY = StunKey.shortTerm(NEAR.password());
    static final StunKey FAR_KEY = StunKey.shortTerm(FAR.password());

    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 7777);

    private static final AtomicLong TRANSACTIONS = new AtomicLong();

    private Checks() {}

    /// @param n tells pairs apart by their remote port
    static CandidatePair pair(int n) {
        return new CandidatePair(LOCAL, new InetSocketAddress("198.51.100.7", 40000 + n));
    }

    /// Elsewhere.
    ///
    /// @param n tells pairs apart by their remote IP address
    static CandidatePair away(int n) {
        return new CandidatePair(LOCAL, new InetSocketAddress("203.0.113." + n, 40000));
    }

    static IceLiteAgent liteAgent() {
        return new IceLiteAgent(NEAR, FAR, IceLiteConfig.DEFAULTS, new SplittableRandom(1), 0);
    }

    static CandidatePair reversed(CandidatePair pair) {
        return new CandidatePair(pair.remote(), pair.local());
    }

    static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /// A check from the far end, of a transaction of its own, not signed yet.
    static StunWriter check() {
        TransactionId id = new TransactionId(1, TRANSACTIONS.incrementAndGet());
        return StunWriter.bindingRequest(id).username("near:far+");
    }

    static ByteBuf plainCheck() {
        return check().priority(1000).iceControlling(5).signed(NEAR_KEY);
    }

    static ByteBuf nomination(long priority) {
        return check().priority(priority).iceControlling(5).useCandidate().signed(NEAR_KEY);
    }

    static StunMessage read(IceOutput output) throws MalformedPacketException {
        return StunMessage.read(((IceOutput.Transmit) output).datagram());
    }

    static List<IceOutput> drain(IceAgent agent, long nowNanos) {
        List<IceOutput> outputs = new ArrayList<>();
        for (IceOutput output; (output = agent.poll(nowNanos)) != null; ) {
            outputs.add(output);
        }
        return outputs;
    }
}
