package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyFrameAnswersTest {
    private static final long MILLIS = 1_000_000;

    private final KeyFrameAnswers answers = new KeyFrameAnswers(true);

    @Test
    void whoAgreedToNoRequestMakesNone() {
        assertThat(new KeyFrameAnswers(false).areMissing()).isTrue();
        assertThat(answers.areMissing()).isFalse();
    }

    @Test
    void twoSecondsWithoutAnAnswerAreEnough() {
        for (long millis = 0; millis <= 2000; millis += 500) {
            answers.onRequested(millis * MILLIS);
        }
        assertThat(answers.areMissing()).isFalse();

        answers.onRequested(2100 * MILLIS);

        assertThat(answers.areMissing()).isTrue();
    }

    @Test
    void whoAnswersWithinHalfASecondIsAskedForEver() {
        for (long i = 0; i < 1000; i++) {
            request(i, i % 20 == 0 ? 900 : 500);
        }
        assertThat(answers.areMissing()).isFalse();
    }

    /// Half of the key frames come soon after a request, by chance.
    @Test
    void keyFramesEveryTwoSecondsAreNotTakenForAnswers() {
        for (long i = 0; i < 8; i++) {
            request(i, i * 700 % 2000);
        }
        assertThat(answers.areMissing()).isTrue();
    }

    @Test
    void whoBeginsToAnswerIsAskedAgain() {
        request(0, 1900);
        request(1, 1900);
        assertThat(answers.areMissing()).isTrue();

        for (long i = 2; i < 10; i++) {
            request(i, 100);
        }

        assertThat(answers.areMissing()).isFalse();
    }

    @Test
    void keyFramesThatNobodyAskedForSayNothing() {
        for (long i = 0; i < 10; i++) {
            answers.onKeyFrame(i * 2000 * MILLIS);
        }
        assertThat(answers.areMissing()).isFalse();
    }

    private void request(long number, long answeredAfterMillis) {
        long now = number * 10_000 * MILLIS;
        answers.onRequested(now);
        answers.onKeyFrame(now + answeredAfterMillis * MILLIS);
    }
}
