package weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.cluster.Registration;
import weir.transport.Admission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class AdmissionWatchTest {
    private final Set<String> revoked = new HashSet<>();
    private final List<String> ended = new ArrayList<>();
    private final AdmissionWatch watch =
            new AdmissionWatch(each -> each.tokenId().filter(revoked::contains).isEmpty());

    @Test
    void anAnswerEndsOnceWhenItsAdmissionNoLongerHolds() {
        add("one");
        add("two");
        watch.lookAtAnswers();
        assertThat(ended).isEmpty();

        revoked.add("one");
        watch.lookAtAnswers();
        watch.lookAtAnswers();

        assertThat(ended).containsExactly("one");
        assertThat(watch.answersEnded()).isOne();
    }

    @Test
    void anAnswerThatHasEndedIsNotEndedAgain() {
        Registration answer = add("one");

        answer.remove();
        revoked.add("one");
        watch.lookAtAnswers();

        assertThat(ended).isEmpty();
        assertThat(watch.answersEnded()).isZero();
    }

    @Test
    void anAnswerIsHeldToTheExpiryOfItsTokenAndASessionToWhatIsSaidOfSessions() {
        Grant grant =
                new Grant(
                        Optional.of("jti"),
                        Optional.of("kid"),
                        Optional.of(1L),
                        Optional.of(2L),
                        Optional.empty());

        assertThat(grant.ofAnswer().endsAtMillis()).contains(1L);
        assertThat(grant.on("stream").endsAtMillis()).contains(2L);
    }

    private Registration add(String tokenId) {
        Admission admission =
                new Admission("*", Optional.of(tokenId), Optional.empty(), Optional.empty());
        return watch.add(admission, () -> ended.add(tokenId));
    }
}
