package weir.access;

import java.util.Collections;
import java.util.Set;

/// What a token allows. A value.
record Rights(Set<Action> actions, StreamPattern streams) {
    boolean allow(Attempt attempt) {
        return streams.includes(attempt.stream())
                && !Collections.disjoint(actions, attempt.anyOf());
    }
}
