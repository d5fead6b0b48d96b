package weir.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class ProcStatTest {
    @Test
    void readsUserAndSystemTimeBehindANameThatHoldsAnything() {
        String stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 1 0 0 0 150 50 0 0 20 0 1 0 0";

        assertThat(ProcStat.processNanos(stat)).isEqualTo(2_000_000_000L);
    }

    @Test
    void aCoreIsBusyButForIdleAndWaiting() {
        List<String> stat =
                List.of(
                        "cpu  10 0 0 0 0 0 0 0 0 0",
                        "cpu1 1 2 3 100 10 4 5 6 0 0",
                        "cpu11 9 9 9 9 9 9 9 9 0 0");

        ProcStat.Core core = ProcStat.core(stat, "cpu1 ");

        assertThat(core.busy()).isEqualTo(150_000_000);
        assertThat(core.idle()).isEqualTo(1_100_000_000);
        assertThat(core.steal()).isEqualTo(60_000_000);
    }

    @Test
    void aProcessThatIsGoneHasNoTime() {
        assertThat(ProcStat.processNanos(Long.MAX_VALUE)).isZero();
        assertThat(ProcStat.residentBytes(Long.MAX_VALUE)).isZero();
    }

    @Test
    void readsThisProcess() {
        long self = ProcessHandle.current().pid();

        assertThat(ProcStat.processNanos(self)).isPositive();
        assertThat(ProcStat.residentBytes(self)).isPositive();
    }

    @Test
    void dropsAreSummedByPort() {
        List<String> rows =
                List.of(
                        "  1: 0100007F:1E61 00000000:0000 07 0:0 00:0 0 0 0 19 2 0 7",
                        "  2: 0100007F:1E62 00000000:0000 07 0:0 00:0 0 0 0 20 2 0 5",
                        "  3: 0200007F:1E61 00000000:0000 07 0:0 00:0 0 0 0 21 2 0 1");

        assertThat(SocketDrops.sum(rows, port -> port == 0x1e61)).isEqualTo(8);
        assertThat(SocketDrops.sum(rows, port -> port == 1)).isZero();
    }
}
