package weir.ice;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.ice.Checks.FAR_KEY;
import static weir.ice.Checks.NEAR_KEY;
import static weir.ice.Checks.away;
import static weir.ice.Checks.check;
import static weir.ice.Checks.millis;
import static weir.ice.Checks.pair;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.stun.StunError;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.wire.MalformedPacketException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Whatever arrives in whatever order, an agent throws nothing but [MalformedPacketException], and
/// a forged message moves nothing.
class IceAgentFuzzTest {
    private static final int OPERATIONS = 60;

    private CandidatePair told;
    private TransactionId lastSent = new TransactionId(1, 2);

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void aLiteAgentSurvivesAnyOperations(long seed) {
        IceLiteConfig config =
                new IceLiteConfig(
                        IceLiteConfig.DEFAULTS.consentTimeout(),
                        IceLiteConfig.DEFAULTS.switchHoldOff(),
                        IceLiteConfig.DEFAULTS.selectedSilence(),
                        3);
        RandomGenerator random = new SplittableRandom(seed);
        operate(new IceLiteAgent(Checks.NEAR, Checks.FAR, config, random, 0), random);
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void aControllingAgentSurvivesAnyOperations(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<CandidatePair> pairs = List.of(pair(0), pair(1), pair(2));
        ControllingConfig config = ControllingConfig.NODE_LINK;
        operate(new ControllingAgent(Checks.NEAR, Checks.FAR, pairs, 7, random, config, 0), random);
    }

    private void operate(IceAgent agent, RandomGenerator random) {
        long now = 0;
        boolean expired = false;
        for (int n = 0; n < OPERATIONS; n++) {
            CandidatePair pair =
                    random.nextBoolean() ? pair(random.nextInt(4)) : away(random.nextInt(3));
            switch (random.nextInt(7)) {
                case 0 -> receive(agent, valid(random), pair, now);
                case 1 -> receive(agent, valid(random), pair, now);
                case 2 -> receiveForged(agent, random, pair, now);
                case 3 -> agent.onAuthenticated(pair, random.nextInt(1500), now);
                case 6 -> agent.onHandshake();
                case 4 -> now += millis(random.nextInt(random.nextInt(8) == 0 ? 20_000 : 300));
                default -> expired |= drain(agent, now);
            }
            assertConsistent(agent, expired);
        }
    }

    private static boolean receive(IceAgent agent, ByteBuf datagram, CandidatePair pair, long now) {
        ByteBuf before = datagram.copy();
        boolean read = true;
        try {
            agent.onStun(datagram, pair, now);
        } catch (MalformedPacketException _) {
            read = false;
        }
        assertThat(datagram).isEqualTo(before);
        assertThat(datagram.refCnt()).isEqualTo(1);
        return read;
    }

    private void receiveForged(
            IceAgent agent, RandomGenerator random, CandidatePair pair, long now) {
        ByteBuf datagram = random.nextBoolean() ? mutated(random) : garbage(random);
        var selected = agent.selected();
        boolean checked = agent.isChecked(pair);
        IceStats stats = agent.stats();

        receive(agent, datagram, pair, now);

        assertThat(agent.selected()).isEqualTo(selected);
        assertThat(agent.isChecked(pair)).isEqualTo(checked);
        assertThat(agent.stats().checksAccepted()).isEqualTo(stats.checksAccepted());
        assertThat(agent.stats().checksConfirmed()).isEqualTo(stats.checksConfirmed());
    }

    /// @return whether the agent expired
    private boolean drain(IceAgent agent, long now) {
        boolean expired = false;
        for (IceOutput output : Checks.drain(agent, now)) {
            assertThat(expired).isFalse();
            switch (output) {
                case IceOutput.Transmit(var datagram, _) ->
                        lastSent = new TransactionId(datagram.getInt(8), datagram.getLong(12));
                case IceOutput.Selected(var pair) -> {
                    assertThat(agent.selected()).contains(pair);
                    told = pair;
                }
                case IceOutput.PathUnproven(var pair) -> assertThat(pair).isNotEqualTo(told);
                case IceOutput.Expired() -> expired = true;
            }
        }
        assertThat(agent.deadlineNanos()).isGreaterThan(now);
        return expired;
    }

    private static void assertConsistent(IceAgent agent, boolean expired) {
        agent.selected().ifPresent(pair -> assertThat(agent.isChecked(pair)).isTrue());
        if (expired) {
            assertThat(agent.selected()).isEmpty();
            assertThat(agent.deadlineNanos()).isEqualTo(IceAgent.NEVER);
        }
    }

    private ByteBuf valid(RandomGenerator random) {
        StunWriter check = check().priority(random.nextInt(4));
        return switch (random.nextInt(6)) {
            case 0 -> StunWriter.success(lastSent).signed(FAR_KEY);
            case 1 -> StunWriter.error(lastSent, StunError.ROLE_CONFLICT).signed(FAR_KEY);
            case 2 -> check.iceControlled(1).signed(NEAR_KEY);
            case 3 -> check.iceControlling(1).signed(NEAR_KEY);
            case 4 -> check.signed(NEAR_KEY);
            default -> check.useCandidate().signed(NEAR_KEY);
        };
    }

    /// Changed somewhere before FINGERPRINT, where every byte is signed or the signature itself,
    /// and FINGERPRINT taken away, so that only the signature tells.
    private ByteBuf mutated(RandomGenerator random) {
        ByteBuf datagram = valid(random);
        datagram.writerIndex(datagram.writerIndex() - 8);
        datagram.setShort(2, datagram.writerIndex() - 20);
        int index = 4 + random.nextInt(datagram.writerIndex() - 4);
        datagram.setByte(index, datagram.getByte(index) ^ 1 + random.nextInt(255));
        return datagram;
    }

    private static ByteBuf garbage(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(120)];
        random.nextBytes(bytes);
        return Unpooled.wrappedBuffer(bytes);
    }
}
