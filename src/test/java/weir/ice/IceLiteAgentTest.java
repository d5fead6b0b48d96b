package weir.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static weir.ice.Checks.NEAR_KEY;
import static weir.ice.Checks.check;
import static weir.ice.Checks.drain;
import static weir.ice.Checks.millis;
import static weir.ice.Checks.nomination;
import static weir.ice.Checks.pair;
import static weir.ice.Checks.plainCheck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.stun.StunClass;
import weir.stun.StunKey;
import weir.stun.StunMessage;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.wire.MalformedPacketException;

import java.security.GeneralSecurityException;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class IceLiteAgentTest {
    private static final StunKey WRONG_KEY = StunKey.shortTerm("not-the-near-end's-password");

    private final IceLiteAgent agent = Checks.liteAgent();

    @Test
    void answersAValidCheckWithWhereItCameFrom() throws Exception {
        ByteBuf check = plainCheck();
        TransactionId id = StunMessage.read(check).transactionId();
        agent.onStun(check, pair(1), 0);

        IceOutput output = agent.poll(0);
        StunMessage answer = Checks.read(output);
        assertThat(((IceOutput.Transmit) output).pair()).isEqualTo(pair(1));
        assertThat(answer.isBinding(StunClass.SUCCESS_RESPONSE)).isTrue();
        assertThat(answer.transactionId()).isEqualTo(id);
        assertThat(answer.xorMappedAddress()).contains(pair(1).remote());
        assertThat(answer.isSignedBy(NEAR_KEY)).isTrue();
        assertThat(answer.hasFingerprint()).isTrue();
        assertThat(agent.poll(0)).isNull();
        assertThat(agent.stats()).isEqualTo(new IceStats(1, 0, 0, 0, 0, 0));
    }

    @Test
    void acceptsFfmpegsCheckWithoutPriorityAndRole() throws Exception {
        agent.onStun(check().useCandidate().signed(NEAR_KEY), pair(1), 0);

        assertThat(Checks.read(agent.poll(0)).messageClass()).isEqualTo(StunClass.SUCCESS_RESPONSE);
        assertThat(agent.poll(0)).isEqualTo(new IceOutput.Selected(pair(1)));
        assertThat(agent.selected()).contains(pair(1));
    }

    @Test
    void refusesAWrongPasswordAndAWrongUsername() throws Exception {
        assertThat(errorTo(check().useCandidate().signed(WRONG_KEY))).isEqualTo(401);
        assertThat(errorTo(named("near:else").signed(NEAR_KEY))).isEqualTo(401);
        assertThat(errorTo(named("else:far+").signed(NEAR_KEY))).isEqualTo(401);
        assertThat(errorTo(named("near:far+x").signed(NEAR_KEY))).isEqualTo(401);
        assertNothingChanged(4);
    }

    @Test
    void refusesAMissingSignatureOrUsernameIfTheErrorIsNoLongerThanTheCheck() throws Exception {
        StunWriter anonymous = StunWriter.bindingRequest(new TransactionId(1, 2));

        assertThat(errorTo(anonymous.priority(1).signed(NEAR_KEY))).isEqualTo(400);
        assertThat(errorTo(check().priority(1).unsigned())).isEqualTo(400);
        assertNothingChanged(2);
    }

    @Test
    void saysNothingToAForgedCheckThatIsShorterThanTheError() throws Exception {
        agent.onStun(StunWriter.bindingRequest(new TransactionId(1, 2)).unsigned(), pair(1), 0);

        assertThat(agent.poll(0)).isNull();
        assertNothingChanged(1);
    }

    @Test
    void signsTheRefusalOfAttributesItDoesNotKnow() throws Exception {
        agent.onStun(checkWithUnknown(0x7ffe), pair(1), 0);

        StunMessage answer = Checks.read(agent.poll(0));
        assertThat(answer.errorCode()).hasValue(420);
        assertThat(answer.unknownAttributes()).containsExactly(0x7ffe);
        assertThat(answer.isSignedBy(NEAR_KEY)).isTrue();
        assertNothingChanged(1);
    }

    @Test
    void refusesAPeerThatBelievesItIsControlledToo() throws Exception {
        agent.onStun(check().iceControlled(5).useCandidate().signed(NEAR_KEY), pair(1), 0);

        StunMessage answer = Checks.read(agent.poll(0));
        assertThat(answer.errorCode()).hasValue(487);
        assertThat(answer.isSignedBy(NEAR_KEY)).isTrue();
        assertNothingChanged(1);
    }

    @Test
    void ignoresWhatIsNoRequestAndThrowsWhatIsNoStun() throws Exception {
        agent.onStun(StunWriter.success(new TransactionId(1, 2)).signed(NEAR_KEY), pair(1), 0);

        assertThat(agent.poll(0)).isNull();
        assertThat(agent.stats().ignored()).isEqualTo(1);
        assertThatExceptionOfType(MalformedPacketException.class)
                .isThrownBy(() -> agent.onStun(Unpooled.EMPTY_BUFFER, pair(1), 0));
    }

    @Test
    void usesThePairCheckedLastUntilOneIsNominated() throws Exception {
        agent.onStun(plainCheck(), pair(1), 0);
        agent.onStun(plainCheck(), pair(2), 1);
        assertThat(agent.selected()).contains(pair(2));

        agent.onStun(nomination(1), pair(1), 2);
        agent.onStun(plainCheck(), pair(3), 3);

        assertThat(agent.selected()).contains(pair(1));
        assertThat(drain(agent, 3)).containsOnlyOnce(new IceOutput.Selected(pair(1)));
        assertThat(agent.isChecked(pair(3))).isTrue();
        assertThat(agent.isChecked(pair(4))).isFalse();
    }

    @Test
    void followsTheNewestNominationOfEqualOrHigherPriority() throws Exception {
        agent.onStun(nomination(10), pair(1), 0);
        agent.onStun(nomination(10), pair(2), 1);
        assertThat(agent.selected()).contains(pair(2));

        agent.onStun(nomination(0xffff_ffffL), pair(3), 2);
        assertThat(agent.selected()).contains(pair(3));
    }

    @Test
    void passesOverALowerPriorityForTwoSecondsAfterASwitch() throws Exception {
        agent.onStun(nomination(10), pair(1), 0);
        agent.onStun(nomination(10), pair(1), millis(1500));

        agent.onStun(nomination(9), pair(2), millis(1999));
        assertThat(agent.selected()).contains(pair(1));

        agent.onStun(nomination(9), pair(2), millis(2000));
        assertThat(agent.selected()).contains(pair(2));
    }

    @Test
    void followsALowerPriorityAtOnceIfTheSelectedPairIsSilent() throws Exception {
        agent.onStun(nomination(10), pair(1), 0);
        agent.onAuthenticated(pair(1), 100, millis(500));

        agent.onStun(nomination(9), pair(2), millis(1500));
        assertThat(agent.selected()).contains(pair(1));

        agent.onStun(nomination(9), pair(2), millis(1501));
        assertThat(agent.selected()).contains(pair(2));
    }

    @Test
    void forgetsThePairThatWasSilentLongestButNeverTheSelectedOne() throws Exception {
        agent.onStun(nomination(10), pair(0), 0);
        for (int n = 1; n < 32; n++) {
            agent.onStun(plainCheck(), pair(n), n);
        }
        agent.onAuthenticated(pair(1), 100, 32);
        assertThat(agent.isChecked(pair(2))).isTrue();

        agent.onStun(plainCheck(), pair(32), 33);

        assertThat(agent.isChecked(pair(0))).isTrue();
        assertThat(agent.isChecked(pair(1))).isTrue();
        assertThat(agent.isChecked(pair(2))).isFalse();
        assertThat(agent.isChecked(pair(32))).isTrue();
        assertThat(agent.selected()).contains(pair(0));
    }

    @Test
    void aCheckThatWasCapturedAndComesFromElsewhereRedirectsNothing() throws Exception {
        ByteBuf captured = nomination(10);
        agent.onStun(captured.copy(), pair(1), 0);
        drain(agent, 0);

        agent.onStun(captured.copy(), pair(2), millis(20_000));

        assertThat(drain(agent, millis(20_000)))
                .singleElement()
                .satisfies(
                        answer ->
                                assertThat(Checks.read(answer).length())
                                        .isLessThanOrEqualTo(captured.readableBytes()));
        assertThat(agent.selected()).contains(pair(1));
        assertThat(agent.isChecked(pair(2))).isFalse();
        assertThat(agent.deadlineNanos()).as("no sign of life").isEqualTo(millis(30_000));
    }

    @Test
    void aCapturedCheckDoesNotDivertTheHandshakeBeforeAPairIsNominated() throws Exception {
        ByteBuf captured = plainCheck();
        agent.onStun(captured.copy(), pair(1), 0);

        agent.onStun(captured.copy(), pair(2), 1);

        assertThat(agent.selected()).contains(pair(1));
    }

    @Test
    void whoeverIsFasterWithACapturedCheckLosesThePathWithTheNextOne() throws Exception {
        ByteBuf captured = nomination(10);
        agent.onStun(captured.copy(), pair(2), 0);
        agent.onStun(captured.copy(), pair(1), 1);

        agent.onStun(nomination(10), pair(1), 2);

        assertThat(agent.selected()).contains(pair(1));
    }

    @Test
    void capturedChecksAreKnownForManyMoreChecks() throws Exception {
        ByteBuf captured = nomination(10);
        agent.onStun(captured.copy(), pair(1), 0);
        for (int i = 1; i < RecentTransactions.REMEMBERED_MAX; i++) {
            agent.onStun(nomination(10), pair(1), i);
            agent.poll(i);
        }

        agent.onStun(captured.copy(), pair(2), 1000);

        assertThat(agent.selected()).contains(pair(1));
    }

    @Test
    void udpTakesOverFromTcpWhenItIsNominatedAndTcpFromUdpThatIsSilent() throws Exception {
        CandidatePair tcp =
                new CandidatePair(TransportProtocol.TCP, pair(1).local(), pair(1).remote());
        agent.onStun(nomination(10), tcp, 0);
        agent.onStun(nomination(20), pair(1), 1);
        assertThat(agent.selected()).contains(pair(1));

        agent.onStun(nomination(10), tcp, millis(100));
        assertThat(agent.selected()).as("of lower priority").contains(pair(1));

        agent.onStun(nomination(10), tcp, millis(1500));
        assertThat(agent.selected()).contains(tcp);
    }

    @Test
    void followsTheNextNominationWhenItsPairIsGone() throws Exception {
        agent.onStun(nomination(10), pair(1), 0);
        agent.onStun(plainCheck(), pair(2), 0);
        drain(agent, 0);

        agent.onPairGone(pair(1));
        assertThat(agent.isChecked(pair(1))).isFalse();
        assertThat(agent.selected()).contains(pair(2));
        agent.onStun(nomination(1), pair(3), 1);

        assertThat(drain(agent, 1)).contains(new IceOutput.Selected(pair(3)));
        agent.onPairGone(pair(2));
        agent.onPairGone(pair(3));
        assertThat(agent.selected()).isEmpty();
        assertThat(agent.deadlineNanos()).isEqualTo(millis(30_000) + 1);
    }

    @Test
    void expiresAfterThirtySecondsWithoutASignOfLife() throws Exception {
        assertThat(agent.deadlineNanos()).isEqualTo(millis(30_000));
        agent.onStun(nomination(10), pair(1), millis(10_000));
        agent.onAuthenticated(pair(2), 100, millis(20_000));
        agent.onStun(check().signed(WRONG_KEY), pair(1), millis(40_000));
        drain(agent, millis(40_000));

        assertThat(agent.deadlineNanos()).isEqualTo(millis(50_000));
        assertThat(agent.poll(millis(50_000) - 1)).isNull();
        assertThat(agent.poll(millis(50_000))).isEqualTo(new IceOutput.Expired());
        assertThat(agent.poll(millis(50_000))).isNull();
        assertThat(agent.deadlineNanos()).isEqualTo(IceAgent.NEVER);
        assertThat(agent.selected()).isEmpty();
    }

    @Test
    void staysSilentOnceExpired() throws Exception {
        agent.onStun(nomination(10), pair(1), 0);
        assertThat(drain(agent, millis(30_000))).containsExactly(new IceOutput.Expired());

        agent.onStun(nomination(10), pair(1), millis(30_001));
        agent.onAuthenticated(pair(1), 100, millis(30_001));

        assertThat(agent.poll(millis(90_000))).isNull();
        assertThat(agent.isChecked(pair(1))).isFalse();
        assertThat(agent.selected()).isEmpty();
    }

    @Test
    void dropsAnswersThatNobodyFetches() throws Exception {
        for (int n = 0; n < AnswerQueue.ANSWERS_MAX + 3; n++) {
            agent.onStun(plainCheck(), pair(1), 0);
        }

        assertThat(drain(agent, 0)).hasSize(AnswerQueue.ANSWERS_MAX);
        assertThat(agent.stats().answersDropped()).isEqualTo(3);
    }

    /// @return the code of the unsigned error that this check is answered with
    private int errorTo(ByteBuf check) throws MalformedPacketException {
        agent.onStun(check, pair(1), millis(1));
        IceOutput output = agent.poll(millis(1));
        StunMessage answer = Checks.read(output);
        assertThat(answer.length()).isLessThanOrEqualTo(check.readableBytes());
        assertThat(answer.hasMessageIntegrity()).isFalse();
        return answer.errorCode().orElseThrow();
    }

    private void assertNothingChanged(int refused) {
        assertThat(agent.poll(millis(1))).isNull();
        assertThat(agent.selected()).isEmpty();
        assertThat(agent.isChecked(pair(1))).isFalse();
        assertThat(agent.deadlineNanos()).isEqualTo(millis(30_000));
        assertThat(agent.stats()).isEqualTo(new IceStats(0, refused, 0, 0, 0, 0));
    }

    private static StunWriter named(String username) {
        return StunWriter.bindingRequest(new TransactionId(1, 2)).username(username).priority(7);
    }

    private static ByteBuf checkWithUnknown(int type) throws GeneralSecurityException {
        ByteBuf check = check().unknownAttributes(List.of(1)).signed(NEAR_KEY);
        int signed = check.writerIndex() - 8 - 24;
        check.writerIndex(check.writerIndex() - 8);
        check.setShort(2, check.writerIndex() - 20).setShort(signed - 8, type);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(Checks.NEAR.password().getBytes(UTF_8), "HmacSHA1"));
        mac.update(check.array(), 0, signed);
        return check.setBytes(signed + 4, mac.doFinal());
    }
}
