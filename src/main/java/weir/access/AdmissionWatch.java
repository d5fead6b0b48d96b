package weir.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.peer.CloseReason;
import weir.transport.Admission;
import weir.transport.SessionTable;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// Ends sessions whose admission no longer holds. Any thread.
final class AdmissionWatch {
    /// What a token's end may be late by; a look costs a few look-ups for each session.
    static final long EVERY_MILLIS = 1000;

    private static final Logger log = LoggerFactory.getLogger(AdmissionWatch.class);

    private final SessionTable sessions;
    private final Predicate<Admission> holds;
    private final LongAdder ended;

    AdmissionWatch(SessionTable sessions, Predicate<Admission> holds, LongAdder ended) {
        this.sessions = sessions;
        this.holds = holds;
        this.ended = ended;
    }

    void look() {
        sessions.forEach(
                session -> {
                    if (session.admission().filter(holds.negate()).isPresent()) {
                        log.info("{} is no longer allowed", session.id());
                        ended.increment();
                        session.close(CloseReason.ACCESS_ENDED);
                    }
                });
    }
}
