package weir.ice;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.ice.Checks.FAR_KEY;
import static weir.ice.Checks.NEAR_KEY;
import static weir.ice.Checks.check;
import static weir.ice.Checks.drain;
import static weir.ice.Checks.millis;
import static weir.ice.Checks.pair;

import io.netty.buffer.ByteBuf;

import org.junit.jupiter.api.Test;

import weir.stun.StunClass;
import weir.stun.StunError;
import weir.stun.StunMessage;
import weir.stun.StunWriter;
import weir.stun.TransactionId;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class ControllingAgentTest {
    private final ControllingAgent agent = agent(List.of(pair(1), pair(2)));

    @Test
    void checksThePairsInOrderOfPreferenceTwentyMillisecondsApart() throws Exception {
        IceOutput first = agent.poll(0);
        assertThat(agent.poll(0)).isNull();
        assertThat(agent.deadlineNanos()).isEqualTo(millis(20));
        assertThat(agent.poll(millis(19))).isNull();
        IceOutput second = agent.poll(millis(20));

        assertThat(pairOf(first)).isEqualTo(pair(1));
        assertThat(pairOf(second)).isEqualTo(pair(2));
        StunMessage check = Checks.read(first);
        assertThat(check.isBinding(StunClass.REQUEST)).isTrue();
        assertThat(check.username()).contains("far+:near");
        assertThat(check.iceControlling()).hasValue(77);
        assertThat(check.priority()).hasValue(110L << 24 | 0xffff << 8 | 255);
        assertThat(check.useCandidate()).isFalse();
        assertThat(check.isSignedBy(FAR_KEY)).isTrue();
        assertThat(Checks.read(second).priority()).hasValue(110L << 24 | 0xfffe << 8 | 255);
    }

    @Test
    void sendsACheckAgainAfterWaitsThatDoubleUpToASecond() {
        ControllingAgent single = agent(List.of(pair(1)));

        assertThat(sendTimes(single, 4400))
                .containsExactly(0L, 100L, 300L, 700L, 1500L, 2500L, 3500L);
    }

    @Test
    void nominatesThePairThatAnswersFirstAndSelectsItWhenThatIsConfirmed() throws Exception {
        drain(agent, 0);
        IceOutput second = drain(agent, millis(20)).getFirst();

        agent.onStun(successTo(second), pair(2), millis(30));

        assertThat(agent.isChecked(pair(2))).isTrue();
        assertThat(agent.isChecked(pair(1))).isFalse();
        assertThat(agent.selected()).isEmpty();
        IceOutput nomination = agent.poll(millis(30));
        assertThat(pairOf(nomination)).isEqualTo(pair(2));
        assertThat(Checks.read(nomination).useCandidate()).isTrue();
        assertThat(agent.poll(millis(30))).isNull();

        agent.onStun(successTo(nomination), pair(2), millis(40));

        assertThat(agent.selected()).contains(pair(2));
        assertThat(drain(agent, millis(40))).containsExactly(new IceOutput.Selected(pair(2)));
        assertThat(agent.stats()).isEqualTo(new IceStats(0, 0, 3, 2, 0, 0));
    }

    @Test
    void believesNoResponseThatIsForgedOrTookAnotherWay() throws Exception {
        IceOutput check = agent.poll(0);
        TransactionId id = Checks.read(check).transactionId();

        agent.onStun(StunWriter.success(id).unsigned(), pair(1), 1);
        agent.onStun(StunWriter.success(id).signed(NEAR_KEY), pair(1), 1);
        agent.onStun(StunWriter.success(new TransactionId(1, 2)).signed(FAR_KEY), pair(1), 1);
        agent.onStun(successTo(check), pair(2), 1);
        agent.onStun(StunWriter.error(id, StunError.ROLE_CONFLICT).signed(FAR_KEY), pair(1), 1);
        agent.onStun(StunWriter.error(id, StunError.UNAUTHENTICATED).unsigned(), pair(1), 1);

        assertThat(agent.poll(1)).isNull();
        assertThat(agent.isChecked(pair(1))).isFalse();
        assertThat(agent.stats()).isEqualTo(new IceStats(0, 0, 1, 0, 6, 0));
    }

    @Test
    void answersThePeersChecksAndChecksThatPairAtOnce() throws Exception {
        ControllingAgent single = agent(List.of(pair(1)));
        drain(single, 0);

        single.onStun(check().iceControlled(9).signed(NEAR_KEY), pair(1), millis(25));

        List<IceOutput> outputs = drain(single, millis(25));
        assertThat(Checks.read(outputs.get(0)).isBinding(StunClass.SUCCESS_RESPONSE)).isTrue();
        assertThat(Checks.read(outputs.get(1)).isBinding(StunClass.REQUEST)).isTrue();
        assertThat(outputs).hasSize(2);
        assertThat(single.isChecked(pair(1))).isTrue();
    }

    @Test
    void refusesAPeerThatBelievesItIsControllingToo() throws Exception {
        drain(agent, 0);

        agent.onStun(check().iceControlling(9).signed(NEAR_KEY), pair(1), 1);

        assertThat(Checks.read(agent.poll(1)).errorCode()).hasValue(487);
        assertThat(agent.isChecked(pair(1))).isFalse();
    }

    @Test
    void remembersNoPairThatItWasNotGiven() throws Exception {
        agent.onStun(check().iceControlled(9).signed(NEAR_KEY), pair(3), 0);

        assertThat(Checks.read(agent.poll(0)).isBinding(StunClass.SUCCESS_RESPONSE)).isTrue();
        assertThat(agent.isChecked(pair(3))).isFalse();
    }

    @Test
    void triesNoMorePairsThanItsLimitAndEachOnce() {
        List<CandidatePair> many = new ArrayList<>(List.of(pair(0), pair(0)));
        IntStream.range(0, 40).forEach(n -> many.add(pair(n)));
        ControllingAgent crowded = agent(many);

        List<CandidatePair> tried = new ArrayList<>();
        for (int ms = 0; ms < 4000; ms += 20) {
            drain(crowded, millis(ms)).forEach(output -> tried.add(pairOf(output)));
        }

        assertThat(tried.stream().distinct())
                .containsExactlyElementsOf(IntStream.range(0, 32).mapToObj(Checks::pair).toList());
    }

    @Test
    void givesUpAfterTheEstablishmentTimeout() {
        assertThat(sendTimes(agent, 4999)).isNotEmpty();

        assertThat(agent.poll(millis(5000))).isEqualTo(new IceOutput.Expired());
        assertThat(agent.poll(millis(5000))).isNull();
        assertThat(agent.deadlineNanos()).isEqualTo(IceAgent.NEVER);
    }

    @Test
    void expiresWithoutAnyPair() {
        ControllingAgent lost = agent(List.of());

        assertThat(lost.poll(0)).isNull();
        assertThat(lost.deadlineNanos()).isEqualTo(millis(5000));
        assertThat(lost.poll(millis(5000))).isEqualTo(new IceOutput.Expired());
    }

    @Test
    void asksForConsentAboutEveryQuarterOfASecond() throws Exception {
        connect();
        List<Long> gaps = new ArrayList<>();

        long now = 0;
        while (gaps.size() < 100) {
            long due = agent.deadlineNanos();
            IceOutput check = agent.poll(due);
            assertThat(Checks.read(check).isSignedBy(FAR_KEY)).isTrue();
            gaps.add(due - now);
            now = due;
            agent.onStun(successTo(check), pair(1), now);
        }

        assertThat(gaps).allSatisfy(gap -> assertThat(gap).isBetween(millis(200), millis(300)));
        assertThat(gaps.stream().distinct().count()).isGreaterThan(90);
    }

    @Test
    void expiresAfterASecondOfSilence() throws Exception {
        connect();

        assertThat(sendTimes(agent, 999)).hasSizeBetween(3, 4);
        assertThat(agent.poll(millis(1000))).isEqualTo(new IceOutput.Expired());
        assertThat(agent.selected()).isEmpty();
        assertThat(agent.isChecked(pair(1))).isFalse();
        assertThat(agent.poll(millis(1000))).isNull();
    }

    @Test
    void livesOnWhileSomethingAuthenticatedArrivesOnTheSelectedPair() throws Exception {
        connect();

        sendTimes(agent, 900);
        agent.onAuthenticated(pair(2), 100, millis(900));
        agent.onAuthenticated(pair(1), 100, millis(500));
        sendTimes(agent, 900, 1499);

        assertThat(agent.selected()).contains(pair(1));
        assertThat(agent.poll(millis(1500))).isEqualTo(new IceOutput.Expired());
    }

    @Test
    void acceptsAnAnswerToAnEarlierConsentCheckOnce() throws Exception {
        connect();
        IceOutput early = agent.poll(agent.deadlineNanos());
        long now = agent.deadlineNanos();
        drain(agent, now);

        agent.onStun(successTo(early), pair(1), now);
        agent.onStun(successTo(early), pair(1), now + millis(100));

        assertThat(agent.stats().checksConfirmed()).isEqualTo(3);
        assertThat(agent.stats().ignored()).isEqualTo(1);
    }

    @Test
    void doesNotTakeItsOwnPauseForThePeersSilence() throws Exception {
        connect();
        sendTimes(agent, 500);
        long deadline = agent.deadlineNanos();

        long resumed = deadline + millis(10_000);

        agent.onStun(check().iceControlled(9).signed(NEAR_KEY), pair(2), resumed);
        agent.onStun(check().iceControlled(9).signed(NEAR_KEY), pair(2), resumed);

        assertThat(drain(agent, resumed)).hasSize(3);
        assertThat(agent.selected()).contains(pair(1));
        long expiry = millis(11_000);
        while (agent.deadlineNanos() < expiry) {
            drain(agent, agent.deadlineNanos());
        }
        assertThat(agent.poll(expiry - 1)).isNull();
        assertThat(agent.poll(expiry)).isEqualTo(new IceOutput.Expired());
    }

    @Test
    void takesNoConsentFromAnotherPair() throws Exception {
        connect();
        IceOutput check = agent.poll(agent.deadlineNanos());

        agent.onStun(successTo(check), pair(2), millis(300));

        assertThat(agent.stats().ignored()).isEqualTo(1);
        sendTimes(agent, 300, 999);
        assertThat(agent.poll(millis(1000))).isEqualTo(new IceOutput.Expired());
    }

    /// Selected on pair 1 at time 0, nothing left to poll.
    private void connect() throws Exception {
        agent.onStun(successTo(agent.poll(0)), pair(1), 0);
        agent.onStun(successTo(agent.poll(0)), pair(1), 0);
        assertThat(drain(agent, 0)).containsExactly(new IceOutput.Selected(pair(1)));
    }

    private static ByteBuf successTo(IceOutput check) throws Exception {
        TransactionId id = Checks.read(check).transactionId();
        return StunWriter.success(id).signed(FAR_KEY);
    }

    private static CandidatePair pairOf(IceOutput output) {
        return ((IceOutput.Transmit) output).pair();
    }

    private static List<Long> sendTimes(ControllingAgent agent, long untilMillis) {
        return sendTimes(agent, 0, untilMillis);
    }

    /// In milliseconds, polled every one of them.
    private static List<Long> sendTimes(ControllingAgent agent, long fromMillis, long untilMillis) {
        List<Long> times = new ArrayList<>();
        for (long ms = fromMillis; ms <= untilMillis; ms++) {
            for (IceOutput output : drain(agent, millis(ms))) {
                assertThat(output).isInstanceOf(IceOutput.Transmit.class);
                times.add(ms);
            }
        }
        return times;
    }

    private static ControllingAgent agent(List<CandidatePair> pairs) {
        return new ControllingAgent(
                Checks.NEAR,
                Checks.FAR,
                pairs,
                77,
                new SplittableRandom(1),
                ControllingConfig.NODE_LINK,
                0);
    }
}
