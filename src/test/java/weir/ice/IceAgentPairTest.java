package weir.ice;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.ice.Checks.millis;
import static weir.ice.Checks.pair;
import static weir.ice.Checks.reversed;

import io.netty.buffer.ByteBuf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A controlling and a lite agent, with links between them that delay and lose, in simulated time.
class IceAgentPairTest {
    private static final long STEP_MILLIS = 5;

    private record InFlight(ByteBuf datagram, CandidatePair pair, IceAgent to) {}

    private final Map<CandidatePair, Double> lossByPair = new HashMap<>();
    private final TreeMap<Long, List<InFlight>> inFlight = new TreeMap<>();
    private final List<IceOutput> dialerEvents = new ArrayList<>();
    private final List<IceOutput> listenerEvents = new ArrayList<>();

    private RandomGenerator random = new SplittableRandom(1);
    private IceAgent dialer;
    private IceAgent listener;
    private long nowMillis;

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void findTheSamePairThroughTwentyPercentLoss(long seed) throws Exception {
        begin(seed, pair(1), pair(2), pair(3));
        lossByPair.put(pair(1), 1.0);
        lossByPair.put(pair(2), 0.2);
        lossByPair.put(pair(3), 0.2);

        while (dialer.selected().isEmpty() && dialerEvents.isEmpty()) {
            runTo(nowMillis + STEP_MILLIS);
        }

        CandidatePair chosen = dialer.selected().orElseThrow();
        assertThat(chosen).isNotEqualTo(pair(1));
        assertThat(listener.selected()).contains(reversed(chosen));
        assertThat(dialer.isChecked(chosen)).isTrue();
        assertThat(listener.isChecked(reversed(chosen))).isTrue();
        assertThat(dialerEvents).containsExactly(new IceOutput.Selected(chosen));
        assertThat(listenerEvents).containsExactly(new IceOutput.Selected(reversed(chosen)));
    }

    @Test
    void choosesThePreferredOfTwoGoodPairsWithinTwoRoundTrips() throws Exception {
        begin(1, pair(1), pair(2));

        runTo(60);

        assertThat(dialer.selected()).contains(pair(1));
        assertThat(listener.selected()).contains(reversed(pair(1)));
    }

    @Test
    void stayTogetherForAsLongAsAnswersCome() throws Exception {
        begin(1, pair(1));
        lossByPair.put(pair(1), 0.02);

        runTo(60_000);

        assertThat(dialerEvents).hasSize(1);
        assertThat(listenerEvents).hasSize(1);
        assertThat(dialer.stats().checksSent()).isBetween(200L, 300L);
    }

    @Test
    void partWhenTheLinkBreaks() throws Exception {
        begin(1, pair(1));
        runTo(5_000);
        lossByPair.put(pair(1), 1.0);

        runTo(6_100);
        assertThat(dialerEvents).endsWith(new IceOutput.Expired()).hasSize(2);
        assertThat(listenerEvents).hasSize(1);

        runTo(35_100);
        assertThat(listenerEvents).endsWith(new IceOutput.Expired()).hasSize(2);
    }

    @Test
    void neverMeetIfOneHasTheWrongPassword() throws Exception {
        IceCredentials wrong = new IceCredentials("far+", "not-the-password-of-the-far-end");
        begin(1, Checks.NEAR, wrong, pair(1));

        runTo(5_100);

        assertThat(dialerEvents).containsExactly(new IceOutput.Expired());
        assertThat(listener.selected()).isEmpty();
        assertThat(listener.stats().checksRefused()).isEqualTo(dialer.stats().checksSent());
    }

    private void begin(long seed, CandidatePair... pairs) {
        begin(seed, Checks.NEAR, Checks.FAR, pairs);
    }

    private void begin(
            long seed, IceCredentials near, IceCredentials farAsDialed, CandidatePair... pairs) {
        random = new SplittableRandom(seed);
        ControllingConfig config = ControllingConfig.NODE_LINK;
        dialer = new ControllingAgent(near, farAsDialed, List.of(pairs), seed, random, config, 0);
        listener = new IceLiteAgent(Checks.FAR, Checks.NEAR, IceLiteConfig.DEFAULTS, random, 0);
    }

    private void runTo(long untilMillis) throws Exception {
        for (; nowMillis < untilMillis; nowMillis += STEP_MILLIS) {
            while (!inFlight.isEmpty() && inFlight.firstKey() <= nowMillis) {
                for (InFlight arrived : inFlight.pollFirstEntry().getValue()) {
                    arrived.to().onStun(arrived.datagram(), arrived.pair(), millis(nowMillis));
                }
            }
            drain(dialer, listener, dialerEvents);
            drain(listener, dialer, listenerEvents);
        }
    }

    private void drain(IceAgent from, IceAgent to, List<IceOutput> events) {
        for (IceOutput output : Checks.drain(from, millis(nowMillis))) {
            switch (output) {
                case IceOutput.Transmit(var datagram, var pair) -> send(datagram, pair, to);
                case IceOutput.Selected _, IceOutput.PathUnproven _, IceOutput.Expired _ ->
                        events.add(output);
            }
        }
    }

    private void send(ByteBuf datagram, CandidatePair pair, IceAgent to) {
        CandidatePair link = to == listener ? pair : reversed(pair);
        if (random.nextDouble() >= lossByPair.getOrDefault(link, 0.0)) {
            long arrival = nowMillis + 5 + random.nextInt(10);
            inFlight.computeIfAbsent(arrival, _ -> new ArrayList<>())
                    .add(new InFlight(datagram, reversed(pair), to));
        }
    }
}
