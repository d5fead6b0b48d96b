package weir.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.cluster.Claim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CascadePlanTest {
    private static final Claim FIRST = new Claim("s", "c1", "there", 1);
    private static final Claim SECOND = new Claim("s", "c2", "elsewhere", 2);
    private static final Claim OURS = new Claim("s", "c3", "here", 3);

    private final CascadePlan plan = new CascadePlan("here", Duration.ofSeconds(10));

    @Test
    void pullsAStreamThatIsWatchedHereAndClaimedElsewhereOnce() {
        plan.onViewers("s", 1, 0);
        assertThat(poll(0)).isEmpty();
        plan.onClaim("s", Optional.of(FIRST));

        assertThat(poll(0)).containsExactly(new CascadeAction.Pull(FIRST));
        plan.onViewers("s", 2, 0);
        assertThat(poll(1)).isEmpty();
    }

    @Test
    void pullsForSomebodyWhoIsOnTheWayAndDropsIfNobodyComes() {
        plan.onWanted("s", millis(500), 0);
        plan.onClaim("s", Optional.of(FIRST));
        assertThat(poll(0)).containsExactly(new CascadeAction.Pull(FIRST));
        plan.onLinkPublication("s", 1);

        assertThat(plan.deadlineNanos(0)).isEqualTo(millis(500));
        assertThat(poll(499)).isEmpty();
        assertThat(poll(500)).containsExactly(new CascadeAction.Drop("s"));
    }

    @Test
    void doesNotPullWhatIsItsOwnOrWhatNobodyWants() {
        plan.onClaim("s", Optional.of(FIRST));
        assertThat(poll(0)).isEmpty();
        plan.onViewers("s", 1, 0);
        plan.onClaim("s", Optional.of(OURS));

        assertThat(poll(0)).isEmpty();
    }

    @Test
    void dropsALinkAfterTheGraceTimeWithoutViewers() {
        link();

        plan.onViewers("s", 0, millis(1000));
        assertThat(plan.deadlineNanos(millis(1000))).isEqualTo(millis(11_000));
        assertThat(poll(10_999)).isEmpty();
        assertThat(poll(11_000)).containsExactly(new CascadeAction.Drop("s"));
        assertThat(plan.streams()).isEmpty();
    }

    @Test
    void keepsALinkIfAViewerComesWithinTheGraceTime() {
        link();

        plan.onViewers("s", 0, 0);
        plan.onViewers("s", 1, millis(5000));

        assertThat(poll(20_000)).isEmpty();
    }

    @Test
    void changesTheLinkWhenTheStreamIsClaimedAnew() {
        link();

        plan.onClaim("s", Optional.of(SECOND));

        assertThat(poll(0))
                .containsExactly(new CascadeAction.Drop("s"), new CascadeAction.Pull(SECOND));
        plan.onPublicationEnded("s", 0);
        plan.onLinkPublication("s", 2);
        assertThat(poll(0)).isEmpty();
    }

    @Test
    void dropsTheLinkOfAStreamThatIsClaimedNoMore() {
        link();

        plan.onClaim("s", Optional.empty());

        assertThat(poll(0)).containsExactly(new CascadeAction.Drop("s"));
    }

    @Test
    void triesAgainEverMoreSlowly() {
        plan.onViewers("s", 1, 0);
        plan.onClaim("s", Optional.of(FIRST));
        List<Long> pulledMillis = new ArrayList<>();

        for (long now = 0; now <= 10_000; now += 100) {
            if (!poll(now).isEmpty()) {
                pulledMillis.add(now);
                plan.onPullFailed("s", 1, millis(now));
            }
        }

        assertThat(pulledMillis).startsWith(0L, 100L, 300L, 700L, 1500L, 3100L, 5100L, 7100L);
    }

    @Test
    void pullsAgainWhenALinkBreaks() {
        link();

        plan.onPublicationEnded("s", 0);

        assertThat(poll(99)).isEmpty();
        assertThat(plan.deadlineNanos(millis(99))).isEqualTo(millis(100));
        assertThat(poll(100)).containsExactly(new CascadeAction.Pull(FIRST));
    }

    @Test
    void aPullOfWhichNothingIsHeardCountsAsFailed() {
        plan.onViewers("s", 1, 0);
        plan.onClaim("s", Optional.of(FIRST));
        poll(0);

        assertThat(plan.deadlineNanos(0)).isEqualTo(millis(15_000));
        assertThat(poll(14_999)).isEmpty();
        assertThat(poll(15_000)).isEmpty();
        assertThat(poll(15_100)).containsExactly(new CascadeAction.Pull(FIRST));
    }

    @Test
    void theFailureOfAPullThatWasGivenUpIsNoFailureOfTheNext() {
        plan.onViewers("s", 1, 0);
        plan.onClaim("s", Optional.of(FIRST));
        poll(0);
        plan.onClaim("s", Optional.of(SECOND));
        poll(0);

        plan.onPullFailed("s", 1, 0);

        assertThat(poll(5000)).isEmpty();
    }

    @Test
    void theLinkOfAPullThatWasGivenUpIsDroppedAndTheNextIsNotPulledTwice() {
        plan.onViewers("s", 1, 0);
        plan.onClaim("s", Optional.of(FIRST));
        poll(0);
        plan.onClaim("s", Optional.of(SECOND));
        assertThat(poll(0)).contains(new CascadeAction.Pull(SECOND));

        plan.onLinkPublication("s", 1);

        assertThat(poll(0)).containsExactly(new CascadeAction.Drop("s"));
        plan.onPublicationEnded("s", 0);
        plan.onLinkPublication("s", 2);
        assertThat(poll(5000)).isEmpty();
    }

    @Test
    void aPublisherOfOurOwnEndsThePullAndIsYieldedOnlyToANewerClaim() {
        link();
        plan.onOwnPublication("s", 3);
        plan.onClaim("s", Optional.of(OURS));
        assertThat(poll(0)).isEmpty();
        plan.onClaim("s", Optional.of(SECOND));
        assertThat(poll(0)).isEmpty();

        plan.onClaim("s", Optional.of(new Claim("s", "c4", "there", 4)));

        assertThat(poll(0).getFirst()).isEqualTo(new CascadeAction.Yield("s"));
    }

    @Test
    void forgetsWhatNobodyHereWants() {
        for (int i = 0; i < 100; i++) {
            plan.onClaim("s" + i, Optional.of(new Claim("s" + i, "c", "there", 1)));
        }
        poll(0);

        assertThat(plan.streams()).isEmpty();
        assertThat(plan.follows("s1")).isFalse();
    }

    private void link() {
        plan.onViewers("s", 1, 0);
        plan.onClaim("s", Optional.of(FIRST));
        poll(0);
        plan.onLinkPublication("s", 1);
        assertThat(poll(0)).isEmpty();
    }

    private List<CascadeAction> poll(long nowMillis) {
        List<CascadeAction> actions = new ArrayList<>();
        for (CascadeAction action; (action = plan.poll(millis(nowMillis))) != null; ) {
            actions.add(action);
        }
        return actions;
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
