package weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessControlTest {
    private static final Decision ORIGIN = new Decision.Refused(Denial.ORIGIN_NOT_ALLOWED);

    @Test
    void aPageOfOthersManagesNothingWithoutAToken() {
        Attempt attempt = Attempts.ofForeignPage(Action.MANAGE);

        assertThat(AccessControl.withoutToken(attempt, Decision.UNLIMITED)).isEqualTo(ORIGIN);
    }

    @Test
    void itIsStillToldToBringATokenWhereOneIsNeeded() {
        Decision missing = new Decision.Refused(Denial.TOKEN_MISSING);
        Attempt attempt = Attempts.ofForeignPage(Action.MANAGE);

        assertThat(AccessControl.withoutToken(attempt, missing)).isEqualTo(missing);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MANAGE")
    void itDoesWhateverElseThereIsToDo(Action action) {
        Attempt alone = Attempts.ofForeignPage(action);
        Attempt orManage = Attempts.ofForeignPage(action, Action.MANAGE);

        assertThat(AccessControl.withoutToken(alone, Decision.UNLIMITED))
                .isEqualTo(Decision.UNLIMITED);
        assertThat(AccessControl.withoutToken(orManage, Decision.UNLIMITED))
                .isEqualTo(Decision.UNLIMITED);
    }

    @Test
    void whoIsNoPageOfOthersManages() {
        Attempt attempt = Attempts.to(Action.MANAGE, "cam");

        assertThat(AccessControl.withoutToken(attempt, Decision.UNLIMITED))
                .isEqualTo(Decision.UNLIMITED);
    }
}
