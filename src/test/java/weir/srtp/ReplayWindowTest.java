package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

class ReplayWindowTest {
    @Test
    void takesEachIndexOnce() {
        ReplayWindow window = new ReplayWindow(64);

        window.accept(10);

        assertThat(window.highest()).isEqualTo(10);
        assertThat(window.isReplayed(10)).isTrue();
        assertThat(window.isReplayed(9)).isFalse();
        assertThat(window.isReplayed(11)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 1024})
    void remembersAsManyIndicesAsItIsLong(int length) {
        ReplayWindow window = new ReplayWindow(length);
        window.accept(0);

        window.accept(length - 1);

        assertThat(window.isTooOld(0)).isFalse();
        assertThat(window.isReplayed(0)).isTrue();

        window.accept(length);

        assertThat(window.isTooOld(0)).isTrue();
        assertThat(window.isTooOld(1)).isFalse();
        assertThat(window.isReplayed(1)).isFalse();
    }

    @Test
    void aNegativeIndexIsTooOldFromTheStart() {
        assertThat(new ReplayWindow(64).isTooOld(-1)).isTrue();
        assertThat(new ReplayWindow(64).isTooOld(0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 63, 96, -64})
    void refusesALengthThatIsNoPowerOfTwoFrom64(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplayWindow(length));
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void agreesWithASetOfAllIndices(long seed) {
        Random random = new Random(seed);
        ReplayWindow window = new ReplayWindow(64);
        Set<Long> accepted = new HashSet<>();
        long highest = -1;
        for (int step = 0; step < 200; step++) {
            int reach = random.nextInt(10) == 0 ? 200 : 40;
            long index = Math.max(0, highest) + random.nextInt(2 * reach) - reach;

            boolean tooOld = index < 0 || index <= highest - 64;

            assertThat(window.isTooOld(index)).isEqualTo(tooOld);
            if (!tooOld) {
                assertThat(window.isReplayed(index)).isEqualTo(!accepted.add(index));
                if (!window.isReplayed(index)) {
                    window.accept(index);
                }
                highest = Math.max(highest, index);
            }
        }
    }
}
