package weir.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which growth of a server's memory is put down to its sessions.
class MemoryGrowthTest {
    private final MemoryGrowth growth = new MemoryGrowth(1000);

    @Test
    void theLargestShapeIsSharedAmongItsSessions() {
        assertThat(growth.after(10, 3000, true))
                .containsEntry("serverBytesPerSession", 200L)
                .containsEntry("serverResidentBytesBefore", 1000L)
                .doesNotContainKey("serverBytesPerMoreSession");
    }

    @Test
    void smallerShapesSayNothingOfTheirOwn() {
        assertThat(growth.after(10, 3000, false)).isEmpty();
    }

    @Test
    void whatIsNeededOnceIsLeftOutByTheFirstShape() {
        growth.after(2, 3000, false);
        growth.after(50, 4000, false);

        assertThat(growth.after(102, 23_000, true))
                .containsEntry("serverBytesPerMoreSession", 200L)
                .containsEntry("serverBytesPerSession", 22_000L / 102);
    }
}
