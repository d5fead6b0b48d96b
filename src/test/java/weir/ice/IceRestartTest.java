package weir.ice;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.ice.Checks.drain;
import static weir.ice.Checks.millis;
import static weir.ice.Checks.nomination;
import static weir.ice.Checks.pair;
import static weir.ice.Checks.plainCheck;

import io.netty.buffer.ByteBuf;

import org.junit.jupiter.api.Test;

import weir.stun.StunClass;
import weir.stun.StunKey;
import weir.stun.StunMessage;
import weir.stun.StunWriter;
import weir.stun.TransactionId;

import java.util.concurrent.atomic.AtomicInteger;

/// A lite agent whose peer begins another ICE session.
class IceRestartTest {
    private static final AtomicInteger TRANSACTIONS = new AtomicInteger();
    private static final IceSession SECOND = session("second");
    private static final IceSession THIRD = session("third");

    private final IceLiteAgent agent = Checks.liteAgent();

    @Test
    void answersBothSessionsAndKeepsTheOldPairUntilANewOneIsNominated() throws Exception {
        agent.onStun(nomination(1000), pair(1), 0);
        agent.restart(SECOND);

        agent.onStun(check(SECOND), pair(2), millis(1));
        agent.onStun(plainCheck(), pair(1), millis(2));

        assertThat(agent.selected()).contains(pair(1));
        assertThat(agent.isChecked(pair(1))).isTrue();
        assertThat(agent.isChecked(pair(2))).isTrue();
        assertThat(agent.localUserFragments()).containsExactly("second", "near");
        assertThat(agent.checksRefused()).isZero();
        assertThat(drain(agent, millis(2)))
                .hasSize(4)
                .containsOnlyOnce(new IceOutput.Selected(pair(1)));
    }

    @Test
    void answersWithTheKeyOfTheSessionThatTheCheckNames() throws Exception {
        agent.restart(SECOND);

        agent.onStun(check(SECOND), pair(1), 0);

        StunMessage answer = Checks.read(agent.poll(0));
        assertThat(answer.isBinding(StunClass.SUCCESS_RESPONSE)).isTrue();
        assertThat(answer.isSignedBy(StunKey.shortTerm(SECOND.local().password()))).isTrue();
    }

    @Test
    void switchesAtTheFirstNominationWhateverItsPriorityAndForgetsTheOldSession() throws Exception {
        agent.onStun(nomination(1000), pair(1), 0);
        drain(agent, 0);
        agent.restart(SECOND);

        agent.onStun(nominate(SECOND, 1), pair(2), millis(1));

        assertThat(drain(agent, millis(1))).endsWith(new IceOutput.Selected(pair(2)));
        assertThat(agent.selected()).contains(pair(2));
        assertThat(agent.isChecked(pair(1))).isFalse();
        assertThat(agent.localUserFragments()).containsExactly("second");
        agent.onStun(plainCheck(), pair(1), millis(2));
        assertThat(agent.checksRefused()).isEqualTo(1);
        assertThat(agent.selected()).contains(pair(2));
    }

    @Test
    void tellsOfTheSamePairNominatedAgain() throws Exception {
        agent.onStun(nomination(1000), pair(1), 0);
        drain(agent, 0);
        agent.restart(SECOND);

        agent.onStun(nominate(SECOND, 1000), pair(1), millis(1));

        assertThat(drain(agent, millis(1))).endsWith(new IceOutput.Selected(pair(1)));
        assertThat(agent.localUserFragments()).containsExactly("second");
    }

    @Test
    void refusesAChangedPasswordUnderTheSameNames() throws Exception {
        agent.restart(SECOND);

        ByteBuf forged =
                StunWriter.bindingRequest(new TransactionId(1, 2))
                        .username("second:from")
                        .priority(1)
                        .signed(StunKey.shortTerm(Checks.NEAR.password()));
        agent.onStun(forged, pair(1), 0);

        assertThat(agent.checksRefused()).isEqualTo(1);
        assertThat(agent.isChecked(pair(1))).isFalse();
    }

    @Test
    void forgetsARestartThatWasNotTakenUpAtTheNext() throws Exception {
        agent.onStun(nomination(1000), pair(1), 0);
        agent.restart(SECOND);
        agent.restart(THIRD);

        agent.onStun(nominate(SECOND, 1000), pair(2), millis(1));

        assertThat(agent.checksRefused()).isEqualTo(1);
        assertThat(agent.selected()).contains(pair(1));
        assertThat(agent.localUserFragments()).containsExactly("third", "near");
        agent.onStun(nominate(THIRD, 1), pair(3), millis(2));
        assertThat(agent.selected()).contains(pair(3));
    }

    @Test
    void usesAPairOfTheNewSessionWhereTheOldOneNominatedNone() throws Exception {
        agent.onStun(plainCheck(), pair(1), 0);
        agent.restart(SECOND);
        assertThat(agent.selected()).contains(pair(1));

        agent.onStun(check(SECOND), pair(2), millis(1));

        assertThat(agent.selected()).contains(pair(2));
    }

    @Test
    void aRestartThatFailsLivesAsLongAsTheOldPair() throws Exception {
        agent.onStun(nomination(1000), pair(1), 0);
        drain(agent, 0);
        agent.restart(SECOND);

        agent.onAuthenticated(pair(1), 100, millis(20_000));

        assertThat(agent.poll(millis(49_999))).isNull();
        assertThat(agent.selected()).contains(pair(1));
        assertThat(agent.poll(millis(50_000))).isEqualTo(new IceOutput.Expired());
        assertThat(agent.selected()).isEmpty();
        assertThat(agent.isChecked(pair(1))).isFalse();
    }

    private static IceSession session(String name) {
        return new IceSession(
                new IceCredentials(name, "the-new-password-of-" + name),
                new IceCredentials("from", "the-new-password-of-the-far-end"));
    }

    private static ByteBuf check(IceSession session) {
        return named(session).priority(1000).signed(key(session));
    }

    private static ByteBuf nominate(IceSession session, long priority) {
        return named(session).priority(priority).useCandidate().signed(key(session));
    }

    private static StunWriter named(IceSession session) {
        return StunWriter.bindingRequest(new TransactionId(3, TRANSACTIONS.incrementAndGet()))
                .username(session.local().userFragment() + ":from");
    }

    private static StunKey key(IceSession session) {
        return StunKey.shortTerm(session.local().password());
    }
}
