package weir.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.cluster.Registration;
import weir.peer.CloseReason;
import weir.transport.Admission;
import weir.transport.SessionTable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// Ends sessions, and answers that go on, whose admission no longer holds. Any thread.
final class AdmissionWatch {
    /// What a token's end may be late by; a look costs a few look-ups for each session.
    static final long EVERY_MILLIS = 1000;

    private static final Logger log = LoggerFactory.getLogger(AdmissionWatch.class);

    /// A response that is still being written.
    private record Answer(Admission admission, Runnable end) {}

    private final Predicate<Admission> holds;
    private final Set<Answer> answers = ConcurrentHashMap.newKeySet();
    private final LongAdder sessionsEnded = new LongAdder();
    private final LongAdder answersEnded = new LongAdder();

    AdmissionWatch(Predicate<Admission> holds) {
        this.holds = holds;
    }

    /// @param end called once, on any thread; not after the registration is removed
    Registration add(Admission admission, Runnable end) {
        Answer answer = new Answer(admission, end);
        answers.add(answer);
        return () -> answers.remove(answer);
    }

    void look(SessionTable sessions) {
        sessions.forEach(
                session -> {
                    if (session.admission().filter(holds.negate()).isPresent()) {
                        log.info("{} is no longer allowed", session.id());
                        sessionsEnded.increment();
                        session.close(CloseReason.ACCESS_ENDED);
                    }
                });
        lookAtAnswers();
    }

    void lookAtAnswers() {
        for (Answer answer : answers) {
            if (!holds.test(answer.admission()) && answers.remove(answer)) {
                answersEnded.increment();
                answer.end().run();
            }
        }
    }

    long sessionsEnded() {
        return sessionsEnded.sum();
    }

    long answersEnded() {
        return answersEnded.sum();
    }
}
