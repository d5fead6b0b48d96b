package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Two endpoints and a network that is not clean.
class DtlsLossTest {
    private static final DtlsConfig IMPATIENT =
            new DtlsConfig(16, 4, 64, 1200, Duration.ofMillis(50), Duration.ofSeconds(12));
    private static final DtlsConfig IN_SMALL_PIECES =
            new DtlsConfig(16, 4, 64, 256, Duration.ofMillis(50), Duration.ofSeconds(12));

    @AutoClose private static final DtlsPair.Loop loop = new DtlsPair.Loop();

    /// Drops the datagrams whose place in the order of sending is given.
    private static final class Dropping implements DtlsPair.Link {
        private final List<Integer> places;
        private int next;

        Dropping(Integer... places) {
            this.places = List.of(places);
        }

        @Override
        public void carry(byte[] datagram, Consumer<byte[]> onward) {
            if (!places.contains(next++)) {
                onward.accept(datagram);
            }
        }
    }

    /// Collects as many datagrams as are said to be a flight, and passes them on shuffled.
    private static final class Shuffling implements DtlsPair.Link {
        private final Random random;
        private final List<byte[]> held = new ArrayList<>();

        Shuffling(long seed) {
            random = new Random(seed);
        }

        @Override
        public void carry(byte[] datagram, Consumer<byte[]> onward) {
            if (held.isEmpty()) {
                // After all that the same task sends.
                loop.owner.post(() -> release(onward));
            }
            held.add(datagram);
        }

        private void release(Consumer<byte[]> onward) {
            Collections.shuffle(held, random);
            held.forEach(onward);
            held.clear();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void completesWhenAFlightOfTheClientIsLost(int place) throws Exception {
        DtlsPair pair = new DtlsPair(loop, IMPATIENT);
        pair.client.link = new Dropping(place);

        pair.establish();

        assertThat(pair.client.sent).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void completesWhenTheFirstFlightOfTheServerIsLost() throws Exception {
        DtlsPair pair = new DtlsPair(loop, IMPATIENT);
        pair.server.link = new Dropping(0);

        pair.establish();
    }

    @Test
    void theLoopRepeatsTheLastFlightWhenItIsLost() throws Exception {
        DtlsPair pair = new DtlsPair(loop, IMPATIENT);
        pair.server.link = new Dropping(1, 2);

        pair.start();

        pair.server.keys.get(DtlsPair.WAIT_SECONDS, SECONDS);
        pair.client.keys.get(DtlsPair.WAIT_SECONDS, SECONDS);
        assertThat(pair.server.sent).hasSizeGreaterThanOrEqualTo(4);
        assertThat(pair.server.keys.get().localKey()).isEqualTo(pair.client.keys.get().remoteKey());
        loop.run(pair.client.endpoint::close);
        pair.server.closed.get(DtlsPair.WAIT_SECONDS, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void completesWhenFragmentsComeInAnyOrder(long seed) throws Exception {
        DtlsPair pair = new DtlsPair(loop, IN_SMALL_PIECES);
        pair.client.link = new Shuffling(seed);
        pair.server.link = new Shuffling(seed + 100);

        pair.establish();

        assertThat(pair.server.sent).allMatch(datagram -> datagram.length <= 256);
        assertThat(pair.client.sent).allMatch(datagram -> datagram.length <= 256);
        assertThat(pair.server.sent).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void completesWhenDatagramsAreLostAndDoubled(long seed) throws Exception {
        var random = new Random(seed);
        DtlsPair.Link lossy =
                (datagram, onward) -> {
                    for (int copies = random.nextInt(5); copies > 0; copies -= 2) {
                        onward.accept(datagram);
                    }
                };
        DtlsPair pair = new DtlsPair(loop, IMPATIENT);
        pair.client.link = lossy;
        pair.server.link = lossy;

        pair.establish();
    }

    @Test
    void aForgedSequenceNumberHoldsUpNothing() throws Exception {
        byte[] forged = {
            20, (byte) 0xFE, (byte) 0xFD, 0, 0, -1, -1, -1, -1, -1, -1, 0, 1, 1,
        };
        DtlsPair.Link forging =
                (datagram, onward) -> {
                    onward.accept(datagram);
                    onward.accept(forged);
                };
        DtlsPair pair = new DtlsPair(loop, DtlsConfig.DEFAULTS);
        pair.client.link = forging;
        pair.server.link = forging;

        pair.establish();
    }
}
