package weir.transport;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import weir.ice.IceSession;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.peer.PeerParameters;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A session, as any other loop may hold it. A ref.
public final class SessionRef {
    /// Datagrams that wait for the session's loop: about a second of a publisher at 10 Mbit/s.
    static final int WAITING_MAX = 1024;

    private final OwnerLoop owner;
    private final SessionRequest request;
    private final long openedAtMillis;
    private final PeerDriver driver;
    /// A publisher is never silent for so long, nor is a browser that watches.
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile IceSession ice;

    private final RateLimit checks = new RateLimit();

    private volatile long lifeNanos = System.nanoTime() - SILENCE_NANOS;

    SessionRef(OwnerLoop owner, SessionRequest request, long openedAtMillis, PeerDriver driver) {
        this.owner = owner;
        this.request = request;
        this.openedAtMillis = openedAtMillis;
        this.driver = driver;
        this.ice =
                new IceSession(request.parameters().localIce(), request.parameters().remoteIce());
    }

    public SessionId id() {
        return request.id();
    }

    /// The newest: a restart begins another.
    public IceSession ice() {
        return ice;
    }

    String localUserFragment() {
        return ice.local().userFragment();
    }

    void onIceRestart(IceSession next) {
        ice = next;
    }

    /// What it was opened with; the credentials may be older than those of [#ice()].
    public PeerParameters parameters() {
        return request.parameters();
    }

    /// Has a question answered on the session's loop.
    ///
    /// @param asker where the result is wanted
    public <T> Future<T> ask(OwnerLoop asker, Function<PeerDriver, T> question) {
        return owner.ask(asker, () -> question.apply(driver));
    }

    /// Since 1970.
    public long openedAtMillis() {
        return openedAtMillis;
    }

    /// The node at the other end; empty for a publisher or a viewer.
    public Optional<String> otherNode() {
        return request.otherNode();
    }

    /// On what ground a publisher or a viewer has it; empty for another node.
    public Optional<Admission> admission() {
        return request.admission();
    }

    /// The server at the other end that is not of this cluster.
    public Optional<ForeignServer> foreign() {
        return request.foreign();
    }

    /// @param batch given
    /// @return false if too much waits for the session's loop already: then it is dropped
    boolean deliver(DatagramBatch batch) {
        if (owner.isCurrent()) {
            driver.onDatagrams(batch);
            return true;
        }
        int datagrams = batch.entries().size();
        if (waiting.addAndGet(datagrams) > WAITING_MAX) {
            waiting.addAndGet(-datagrams);
            batch.close();
            return false;
        }
        owner.post(
                () -> {
                    waiting.addAndGet(-datagrams);
                    driver.onDatagrams(batch);
                });
        return true;
    }

    /// Told about once a second, and when an address is claimed: not with each packet.
    void onLife(long atNanos) {
        lifeNanos = atNanos;
    }

    boolean isAlive(long nowNanos) {
        return nowNanos - lifeNanos < SILENCE_NANOS;
    }

    /// Whether a check from an address that the session does not know may cost us a look at it.
    boolean takesCheck(long nowNanos, long intervalNanos) {
        return checks.take(nowNanos, intervalNanos);
    }

    /// The connection named this session: it moves to its loop.
    void adopt(TcpConnection connection) {
        connection.moveTo(driver);
    }

    public void close(CloseReason reason) {
        owner.post(() -> driver.close(reason));
    }

    /// As [#close(CloseReason)]; completes, on any thread, when it is done.
    public Future<Void> end(CloseReason reason) {
        Promise<Void> done = Promise.promise();
        owner.post(
                () -> {
                    try {
                        driver.close(reason);
                    } finally {
                        done.complete();
                    }
                });
        return done.future();
    }
}
