package weir.signaling;

import io.vertx.core.Future;

import weir.http.HttpFront;
import weir.http.IpNetwork;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionTable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// How many sessions one client has here, and one stream viewers. Links of other nodes do not
/// count. All loops share it. Any thread.
///
/// Nobody tells of a session's end: those that are not in the node's table any more are left out
/// when they are counted.
public final class SessionAdmissions {
    /// Keys that are not asked for any more are forgotten after so many admissions.
    private static final int SWEEP_EVERY = 256;

    private final Map<Object, List<Admission>> admitted = new ConcurrentHashMap<>();
    private final AtomicInteger admissions = new AtomicInteger();
    private final SessionTable sessions;
    private final HttpFront front;

    public SessionAdmissions(SessionTable sessions, HttpFront front) {
        this.sessions = sessions;
        this.front = front;
    }

    /// A session from when it is asked for until it ends.
    private final class Admission {
        private volatile boolean opening = true;
        /// No more of it, since it is kept for a while after the session has ended.
        private volatile SessionId session;

        boolean counts() {
            return opening || session != null && sessions.find(session).isPresent();
        }

        void onOpened(SessionRef opened) {
            session = opened.id();
            opening = false;
        }
    }

    /// Of the viewers of one stream.
    private record Viewers(String stream) {}

    /// @return fails with a refusal if the client has as many as it may
    Future<SessionRef> publish(StreamOffer offer, Supplier<Future<SessionRef>> open) {
        Admission admission = new Admission();
        return countClient(offer.client(), admission)
                ? follow(admission, open)
                : refused(Refusal.Plain.TOO_MANY_SESSIONS_OF_CLIENT);
    }

    /// @return fails with a refusal if the client or the stream has as many as it may
    Future<SessionRef> watch(StreamOffer offer, Supplier<Future<SessionRef>> open) {
        String stream = offer.stream();
        Admission admission = new Admission();
        if (!count(new Viewers(stream), front.viewersPerStreamMax(), admission)) {
            return refused(new Refusal.TooManyViewers(stream));
        }
        if (!countClient(offer.client(), admission)) {
            admission.opening = false;
            return refused(Refusal.Plain.TOO_MANY_SESSIONS_OF_CLIENT);
        }
        return follow(admission, open);
    }

    private static Future<SessionRef> refused(Refusal refusal) {
        return Future.failedFuture(new RefusedException(refusal));
    }

    private boolean countClient(InetAddress client, Admission admission) {
        return front.isExempt(client)
                || count(IpNetwork.ofClient(client), front.sessionsPerAddressMax(), admission);
    }

    private boolean count(Object key, int max, Admission admission) {
        boolean[] room = new boolean[1];
        admitted.compute(
                key,
                (_, before) -> {
                    List<Admission> now = counting(before == null ? List.of() : before);
                    room[0] = now.size() < max;
                    if (room[0]) {
                        now.add(admission);
                    }
                    return now;
                });
        if (admissions.incrementAndGet() % SWEEP_EVERY == 0) {
            sweep();
        }
        return room[0];
    }

    private static List<Admission> counting(List<Admission> before) {
        List<Admission> now = new ArrayList<>();
        for (Admission each : before) {
            if (each.counts()) {
                now.add(each);
            }
        }
        return now;
    }

    private void sweep() {
        for (Object key : admitted.keySet()) {
            admitted.computeIfPresent(
                    key,
                    (_, before) -> {
                        List<Admission> now = counting(before);
                        return now.isEmpty() ? null : now;
                    });
        }
    }

    private static Future<SessionRef> follow(
            Admission admission, Supplier<Future<SessionRef>> open) {
        try {
            return open.get()
                    .onSuccess(admission::onOpened)
                    .onFailure(_ -> admission.opening = false);
        } catch (RuntimeException ours) {
            admission.opening = false;
            throw ours;
        }
    }
}
