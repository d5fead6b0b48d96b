package weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.conformance.Verdict.Broken;
import weir.conformance.Verdict.Fail;
import weir.conformance.Verdict.NotOffered;
import weir.conformance.Verdict.Pass;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How verdicts are merged and told.
class ReportTest {
    private static final Verdict PASS = new Pass();
    private static final Verdict OFF = new NotOffered("off");
    private static final Broken MUST = new Broken(Level.M, "200");
    private static final Broken CHOICE = new Broken(Level.C, "a | b");

    @Test
    void aFailureAnywhereIsOneAndOnceIsEnoughToBeOffered() {
        Verdict must = new Fail(List.of(MUST));
        Verdict choice = new Fail(List.of(CHOICE));

        assertThat(PASS.and(OFF)).isEqualTo(PASS);
        assertThat(OFF.and(PASS)).isEqualTo(PASS);
        assertThat(OFF.and(OFF)).isEqualTo(OFF);
        assertThat(must.and(PASS)).isEqualTo(must);
        assertThat(PASS.and(must)).isEqualTo(must);
        assertThat(OFF.and(must)).isEqualTo(must);
        assertThat(must.and(choice)).isEqualTo(new Fail(List.of(MUST, CHOICE)));
        assertThat(must.and(must)).isEqualTo(must);
    }

    @Test
    void theLastLineCountsFailuresByTheMostBindingOfEach() {
        Report report =
                new Report(
                        Map.of(
                                1,
                                new Fail(List.of(CHOICE, MUST)),
                                2,
                                new Fail(List.of(CHOICE)),
                                3,
                                PASS,
                                4,
                                OFF));

        assertThat(report.hasFailed()).isTrue();
        assertThat(report.summary())
                .isEqualTo("4 rules: 1 pass, 2 fail (1 must, 1 choice), 1 not offered");
        assertThat(report.text()).endsWith(report.summary() + "\n");
    }

    @Test
    void whatWasSeenStandsBesideTheRule() {
        Report report = new Report(Map.of(2, new Fail(List.of(CHOICE)), 3, OFF));

        assertThat(report.text())
                .contains(" fail\n           choice: a | b\n", " not offered: off\n");
        assertThat(report.markdown()).contains("| fail | choice: a \\| b |\n");
        assertThat(report.json().getJsonArray("rules").getJsonObject(0).getMap())
                .containsEntry("number", 2)
                .containsEntry("verdict", "fail")
                .containsEntry("seen", "choice: a | b");
    }

    @Test
    void whatWasSeenIsToldOnceInOneLineAndByTheMostBindingLevel() {
        Fail fail =
                new Fail(
                        List.of(
                                new Broken(Level.C, "204 to a=candidate\r\n"),
                                new Broken(Level.S, "204 to\na=candidate"),
                                new Broken(Level.M, "500")));

        assertThat(fail.details()).isEqualTo("must: 500; should: 204 to a=candidate");
    }

    @Test
    void ofWhatFailsInManyWaysTheTextHasSome() {
        List<Broken> many =
                IntStream.range(0, 8).mapToObj(n -> new Broken(Level.M, "" + n)).toList();
        Report report = new Report(Map.of(2, new Fail(many)));

        assertThat(report.text())
                .contains("must: 4\n           and 3 more,")
                .doesNotContain("must: 5");
        assertThat(report.markdown()).contains("must: 7");
    }

    @Test
    void noFailureIsNone() {
        assertThat(new Report(Map.of(3, PASS, 4, OFF)).hasFailed()).isFalse();
    }
}
