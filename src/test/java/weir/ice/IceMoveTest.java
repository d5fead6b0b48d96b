package weir.ice;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.ice.Checks.FAR_KEY;
import static weir.ice.Checks.NEAR_KEY;
import static weir.ice.Checks.away;
import static weir.ice.Checks.check;
import static weir.ice.Checks.drain;
import static weir.ice.Checks.millis;
import static weir.ice.Checks.nomination;
import static weir.ice.Checks.pair;
import static weir.ice.Checks.plainCheck;

import io.netty.buffer.ByteBuf;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.stun.StunClass;
import weir.stun.StunError;
import weir.stun.StunKey;
import weir.stun.StunMessage;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;

/// A lite agent whose peer nominates a pair of another IP address, where it is or is not (RFC 8445
/// §19.5.1).
class IceMoveTest {
    private final IceLiteAgent agent = Checks.liteAgent();

    @BeforeEach
    void beginTheHandshake() throws Exception {
        agent.onStun(nomination(10), pair(1), 0);
        agent.onHandshake();
        drain(agent, 0);
    }

    @Test
    void asksAnotherAddressAndStaysMeanwhile() throws Exception {
        agent.onStun(nomination(10), away(1), millis(1));

        assertThat(agent.poll(millis(1))).isInstanceOf(IceOutput.Transmit.class);
        IceOutput.Transmit asked = (IceOutput.Transmit) agent.poll(millis(1));
        assertThat(asked.pair()).isEqualTo(away(1));
        StunMessage request = Checks.read(asked);
        assertThat(request.isBinding(StunClass.REQUEST)).isTrue();
        assertThat(request.username()).contains("far+:near");
        assertThat(request.iceControlled()).isPresent();
        assertThat(request.priority()).hasValue(0x6effffff);
        assertThat(request.useCandidate()).isFalse();
        assertThat(request.isSignedBy(FAR_KEY)).isTrue();
        assertThat(request.hasFingerprint()).isTrue();
        assertThat(agent.poll(millis(1))).isNull();
        assertThat(agent.selected()).contains(pair(1));
        assertThat(agent.isMoving()).isTrue();
    }

    /// FFmpeg's answer names no address either.
    @Test
    void followsOnceThatAddressHasAnswered() throws Exception {
        TransactionId asked = askedAt(away(1), millis(1));

        agent.onStun(StunWriter.success(asked).signed(FAR_KEY), away(1), millis(41));

        assertThat(drain(agent, millis(41))).containsExactly(new IceOutput.Selected(away(1)));
        assertThat(agent.selected()).contains(away(1));
        assertThat(agent.isMoving()).isFalse();
        assertThat(agent.stats()).isEqualTo(new IceStats(2, 0, 1, 1, 0, 0));
    }

    @Test
    void anAnswerIsASignOfLife() throws Exception {
        TransactionId asked = askedAt(away(1), millis(1));

        agent.onStun(StunWriter.success(asked).signed(FAR_KEY), away(1), millis(41));
        drain(agent, millis(41));

        assertThat(agent.deadlineNanos()).isEqualTo(millis(30_041));
    }

    @Test
    void believesNoOtherAnswer() throws Exception {
        TransactionId asked = askedAt(away(1), millis(1));
        TransactionId other = new TransactionId(asked.high(), asked.low() ^ 1);

        answer(StunWriter.success(asked).unsigned(), away(1));
        answer(StunWriter.success(asked).signed(NEAR_KEY), away(1));
        answer(StunWriter.success(other).signed(FAR_KEY), away(1));
        answer(StunWriter.success(asked).signed(FAR_KEY), pair(1));
        answer(StunWriter.success(asked).signed(FAR_KEY), away(2));
        answer(StunWriter.error(asked, StunError.ROLE_CONFLICT).signed(FAR_KEY), away(1));

        assertThat(agent.selected()).contains(pair(1));
        assertThat(agent.stats().ignored()).isEqualTo(6);
        assertThat(agent.stats().checksConfirmed()).isZero();
    }

    @Test
    void believesAnAnswerOnce() throws Exception {
        TransactionId asked = askedAt(away(1), millis(1));
        ByteBuf answer = StunWriter.success(asked).signed(FAR_KEY);
        agent.onStun(answer, away(1), millis(41));
        drain(agent, millis(41));
        TransactionId back = askedAt(pair(1), millis(5000));
        agent.onStun(StunWriter.success(back).signed(FAR_KEY), pair(1), millis(5001));

        agent.onStun(answer, away(1), millis(5002));

        assertThat(agent.selected()).contains(pair(1));
    }

    @Test
    void asksNoOtherPortOfTheAddressInUse() throws Exception {
        agent.onStun(nomination(10), pair(2), millis(1));

        assertThat(drain(agent, millis(1))).endsWith(new IceOutput.Selected(pair(2))).hasSize(2);
        assertThat(agent.selected()).contains(pair(2));
    }

    @Test
    void asksNobodyBeforeTheHandshake() throws Exception {
        IceLiteAgent early = Checks.liteAgent();
        early.onStun(nomination(10), pair(1), 0);
        drain(early, 0);

        early.onStun(nomination(10), away(1), millis(1));

        assertThat(drain(early, millis(1))).endsWith(new IceOutput.Selected(away(1))).hasSize(2);
    }

    @Test
    void theHandshakeProvesNoAddressButTheOneThatItBeganAt() throws Exception {
        IceLiteAgent early = Checks.liteAgent();
        early.onStun(plainCheck(), pair(1), 0);
        early.onHandshake();
        early.onStun(nomination(10), away(1), millis(1));
        early.onHandshake();

        assertThat(drain(early, millis(1))).noneMatch(IceOutput.Selected.class::isInstance);
        early.onStun(nomination(10), pair(1), millis(2));

        assertThat(drain(early, millis(2))).endsWith(new IceOutput.Selected(pair(1)));
    }

    @Test
    void asksNobodyWhoHasATcpConnection() throws Exception {
        CandidatePair tcp =
                new CandidatePair(TransportProtocol.TCP, away(1).local(), away(1).remote());

        agent.onStun(nomination(10), tcp, millis(1));
        assertThat(drain(agent, millis(1))).endsWith(new IceOutput.Selected(tcp)).hasSize(2);

        agent.onPairGone(tcp);
        agent.onStun(nomination(10), away(2), millis(2));
        assertThat(drain(agent, millis(2))).noneMatch(IceOutput.Selected.class::isInstance);
        agent.onStun(nomination(10), away(1), millis(3));
        assertThat(agent.selected()).contains(away(1));
    }

    @Test
    void tellsOfNoPairThatWasOnlyCheckedWhereTheNominatedOneIsGone() throws Exception {
        agent.onStun(plainCheck(), away(1), millis(1));
        agent.onStun(nomination(10), pair(2), millis(2));
        agent.onPairGone(pair(1));
        agent.onStun(plainCheck(), away(2), millis(3));
        agent.onPairGone(pair(2));

        assertThat(drain(agent, millis(3))).noneMatch(IceOutput.Selected.class::isInstance);
    }

    @Test
    void asksSevenTimesAtGrowingIntervalsAndGivesUp() throws Exception {
        agent.onStun(nomination(10), away(1), 0);
        drainAnswers(0);
        List<Long> times = new ArrayList<>(List.of(0L));
        agent.onAuthenticated(away(1), 10_000, 0);

        while (agent.deadlineNanos() < millis(6_350)) {
            long now = agent.deadlineNanos();
            assertThat(drain(agent, now)).singleElement().isInstanceOf(IceOutput.Transmit.class);
            times.add(now / millis(1));
        }

        assertThat(times).containsExactly(0L, 50L, 150L, 350L, 750L, 1550L, 3150L);
        assertThat(agent.poll(millis(6_350))).isEqualTo(new IceOutput.PathUnproven(away(1)));
        assertThat(agent.poll(millis(6_350))).isNull();
        assertThat(agent.isMoving()).isFalse();
        assertThat(agent.selected()).contains(pair(1));
    }

    @Test
    void sendsTheSameRequestAgain() throws Exception {
        TransactionId first = askedAt(away(1), 0);
        agent.onAuthenticated(away(1), 1000, 0);

        StunMessage again = Checks.read(agent.poll(millis(50)));

        assertThat(again.transactionId()).isEqualTo(first);
    }

    @Test
    void asksAgainOnlyWhenEnoughHasComeFromThere() throws Exception {
        ByteBuf check = nomination(10);
        agent.onStun(check, away(1), 0);
        int sent = bytes(drain(agent, 0));
        int came = check.readableBytes();
        int answer = 64;

        for (int n = 1; n < 40; n++) {
            long now = millis(100L * n);
            agent.onStun(plainCheck(), away(1), now);
            came += check.readableBytes() - 4;
            sent += bytes(drain(agent, now));
            assertThat(sent).isLessThanOrEqualTo(came + answer);
        }
        assertThat(agent.stats().checksSent()).isBetween(4L, 7L);
    }

    @Test
    void waitsForMoreWhereTheNominationIsShorterThanTheRequest() throws Exception {
        agent.onStun(check().useCandidate().signed(NEAR_KEY), away(1), millis(2500));
        assertThat(drain(agent, millis(2500))).hasSize(1);
        assertThat(agent.isMoving()).as("its media may come").isTrue();

        agent.onAuthenticated(away(1), 15, millis(2501));
        assertThat(drain(agent, millis(2501))).isEmpty();
        agent.onAuthenticated(away(1), 1, millis(2502));

        assertThat(drain(agent, millis(2502)))
                .singleElement()
                .isInstanceOf(IceOutput.Transmit.class);
    }

    @Test
    void ofTwoTheOneNominatedLastIsFollowed() throws Exception {
        TransactionId first = askedAt(away(1), millis(1));
        TransactionId second = askedAt(away(2), millis(2));

        agent.onStun(StunWriter.success(second).signed(FAR_KEY), away(2), millis(20));
        agent.onStun(StunWriter.success(first).signed(FAR_KEY), away(1), millis(21));

        assertThat(agent.selected()).contains(away(2));
        assertThat(agent.isMoving()).isFalse();
    }

    @Test
    void aNominationAtTheAddressInUseEndsTheWaitForOnesBefore() throws Exception {
        TransactionId asked = askedAt(away(1), millis(1));
        agent.onStun(nomination(10), pair(2), millis(2));

        agent.onStun(StunWriter.success(asked).signed(FAR_KEY), away(1), millis(20));

        assertThat(agent.selected()).contains(pair(2));
        assertThat(agent.isMoving()).isFalse();
    }

    @Test
    void ofTwoBothAreFollowedInTurn() throws Exception {
        TransactionId first = askedAt(away(1), millis(1));
        TransactionId second = askedAt(away(2), millis(2));

        agent.onStun(StunWriter.success(first).signed(FAR_KEY), away(1), millis(20));
        assertThat(agent.selected()).contains(away(1));
        agent.onStun(StunWriter.success(second).signed(FAR_KEY), away(2), millis(21));

        assertThat(agent.selected()).contains(away(2));
    }

    @Test
    void waitsForNoMoreThanFourAtATime() throws Exception {
        TransactionId first = askedAt(away(1), 0);
        for (int n = 2; n <= RoutabilityChecks.PAIRS_MAX; n++) {
            askedAt(away(n), 0);
        }
        assertThat(drain(agent, 0)).isEmpty();

        agent.onStun(nomination(10), away(9), 0);

        assertThat(drain(agent, 0)).contains(new IceOutput.PathUnproven(away(1)));
        agent.onStun(StunWriter.success(first).signed(FAR_KEY), away(1), 1);
        assertThat(agent.selected()).contains(pair(1));
    }

    @Test
    void asksNobodyWhoseNominationIsPassedOver() throws Exception {
        agent.onStun(nomination(9), away(1), millis(100));

        assertThat(drain(agent, millis(100))).hasSize(1);
        assertThat(agent.isMoving()).isFalse();
    }

    @Test
    void aCheckOfARestartIsAskedWithTheNewCredentials() throws Exception {
        IceSession next =
                new IceSession(
                        new IceCredentials("second", "the-second-password-of-near"),
                        new IceCredentials("from", "the-second-password-of-far"));
        StunKey nextFarKey = StunKey.shortTerm(next.remote().password());
        agent.restart(next);
        agent.onStun(nominationOf(next), away(1), millis(1));
        drainAnswers(millis(1));
        agent.onStun(nomination(10), pair(2), millis(2));
        drain(agent, millis(2));
        assertThat(agent.selected()).as("of the session before").contains(pair(2));
        assertThat(agent.localUserFragments()).containsExactly("second", "near");

        agent.onAuthenticated(away(1), 1000, millis(60));
        StunMessage request = Checks.read(agent.poll(millis(60)));
        assertThat(request.username()).contains("from:second");
        assertThat(request.isSignedBy(nextFarKey)).isTrue();
        TransactionId id = request.transactionId();
        agent.onStun(StunWriter.success(id).signed(FAR_KEY), away(1), millis(61));
        assertThat(agent.selected()).contains(pair(2));
        agent.onStun(StunWriter.success(id).signed(nextFarKey), away(1), millis(62));

        assertThat(agent.selected()).contains(away(1));
        assertThat(agent.localUserFragments()).containsExactly("second");
    }

    @Test
    void forgetsWhatItAskedInASessionThatIsOver() throws Exception {
        IceSession next =
                new IceSession(
                        new IceCredentials("second", "the-second-password-of-near"),
                        new IceCredentials("from", "the-second-password-of-far"));
        TransactionId old = askedAt(away(1), millis(1));
        agent.restart(next);
        agent.onStun(nominationOf(next), pair(2), millis(2));

        agent.onStun(StunWriter.success(old).signed(FAR_KEY), away(1), millis(3));

        assertThat(agent.selected()).contains(pair(2));
        assertThat(agent.isMoving()).isFalse();
    }

    @Test
    void asksNothingAnyMoreOnceExpired() throws Exception {
        TransactionId asked = askedAt(away(1), 0);
        assertThat(drain(agent, millis(30_000))).contains(new IceOutput.Expired());

        agent.onStun(StunWriter.success(asked).signed(FAR_KEY), away(1), millis(30_001));

        assertThat(agent.poll(millis(30_001))).isNull();
        assertThat(agent.selected()).isEmpty();
        assertThat(agent.isMoving()).isFalse();
    }

    /// The peer nominates the pair.
    private TransactionId askedAt(CandidatePair pair, long nowNanos)
            throws MalformedPacketException {
        agent.onStun(nomination(10), pair, nowNanos);
        return Checks.read(drain(agent, nowNanos).getLast()).transactionId();
    }

    private void answer(ByteBuf response, CandidatePair pair) throws MalformedPacketException {
        agent.onStun(response, pair, millis(2));
    }

    /// The answer to a nomination, and the first check.
    private void drainAnswers(long nowNanos) {
        assertThat(drain(agent, nowNanos)).hasSize(2);
    }

    private static ByteBuf nominationOf(IceSession session) {
        return StunWriter.bindingRequest(new TransactionId(7, System.nanoTime()))
                .username("second:from")
                .priority(10)
                .iceControlling(5)
                .useCandidate()
                .signed(StunKey.shortTerm(session.local().password()));
    }

    private static int bytes(List<IceOutput> outputs) {
        return outputs.stream()
                .mapToInt(each -> ((IceOutput.Transmit) each).datagram().readableBytes())
                .sum();
    }
}
