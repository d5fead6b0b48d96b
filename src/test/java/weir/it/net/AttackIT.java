package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.fuzz.FuzzPlan;
import weir.fuzz.FuzzReport;
import weir.fuzz.Siege;
import weir.it.Figures;

import java.nio.file.Path;

/// What `scripts/fuzz` does with millions, here with a part of it.
class AttackIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @Test
    void damagedDatagramsAndRequestsChangeNothing() throws Exception {
        FuzzPlan plan =
                new FuzzPlan(
                        100_000,
                        3_000,
                        7,
                        15_000,
                        1,
                        1,
                        PROJECT,
                        PROJECT.resolve("target/it-logs"));

        FuzzReport report = Siege.run(plan);

        Figures.remark(report.text());
        assertThat(report.problems()).isEmpty();
    }
}
