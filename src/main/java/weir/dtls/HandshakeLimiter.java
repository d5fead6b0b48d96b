package weir.dtls;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/// Gives each handshake of a node its virtual thread, as many as the config allows.
///
/// Two limits: how many there are, and how many of them compute. A handshake that waits for its
/// peer gives up its turn to compute, so that silent clients do not keep out others. A ref: any
/// thread may call it.
public final class HandshakeLimiter {
    private final DtlsConfig config;
    private final Semaphore places;
    private final Semaphore turns;
    private final LongAdder refused = new LongAdder();
    private final ThreadFactory threads = Thread.ofVirtual().name("dtls-handshake-", 0).factory();

    public HandshakeLimiter(DtlsConfig config) {
        this.config = config;
        this.places = new Semaphore(config.handshakesMax());
        // Fair: the first to come is the first to be done.
        this.turns = new Semaphore(config.handshakesComputingMax(), true);
    }

    DtlsConfig config() {
        return config;
    }

    /// Runs the handshake on a thread of its own, when it is its turn. Interrupting the thread
    /// before keeps it from running.
    ///
    /// @return empty if there are too many; counted
    Optional<Thread> start(Runnable handshake) {
        if (!places.tryAcquire()) {
            refused.increment();
            return Optional.empty();
        }
        Thread thread = threads.newThread(() -> runInTurn(handshake));
        thread.start();
        return Optional.of(thread);
    }

    private void runInTurn(Runnable handshake) {
        try {
            turns.acquire();
            try {
                handshake.run();
            } finally {
                turns.release();
            }
        } catch (InterruptedException _) {
            // Closed before its turn came: nothing was begun.
        } finally {
            places.release();
        }
    }

    /// What a running handshake gives back while it waits for its peer.
    Semaphore turns() {
        return turns;
    }

    /// Handshakes that have a thread now.
    public int running() {
        return config.handshakesMax() - places.availablePermits();
    }

    /// Handshakes not begun since there were too many.
    public long refused() {
        return refused.sum();
    }
}
