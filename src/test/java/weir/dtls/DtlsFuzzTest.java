package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.peer.DtlsRole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

class DtlsFuzzTest {
    private static DtlsPair.Loop loop;
    private static DtlsPair established;
    private static List<byte[]> good;

    @BeforeAll
    static void open() throws Exception {
        loop = new DtlsPair.Loop();
        established = new DtlsPair(loop, DtlsConfig.DEFAULTS).establish();
        good = new ArrayList<>(established.client.sent);
        good.addAll(established.server.sent);
    }

    /// After all seeds the association still works.
    @AfterAll
    static void close() throws Exception {
        loop.run(established.client.endpoint::close);
        established.server.closed.get(DtlsPair.WAIT_SECONDS, SECONDS);
        loop.close();
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void anEstablishedAssociationIgnoresGarbage(long seed) throws Exception {
        var random = new Random(seed);
        byte[] random1 = Garbage.datagram(random);
        byte[] mutated = Garbage.mutated(random, good);

        loop.run(
                () -> {
                    established.server.receive(random1);
                    established.server.receive(mutated);
                    established.client.receive(random1);
                    established.client.receive(mutated);
                });

        assertThat(loop.call(established.server.endpoint::isEstablished)).isTrue();
        assertThat(loop.call(established.client.endpoint::isEstablished)).isTrue();
    }

    static LongStream fifty() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("fifty")
    void aHandshakeIgnoresWhatIsNotARecord(long seed) throws Exception {
        var random = new Random(seed);
        DtlsPair pair = new DtlsPair(loop, DtlsConfig.DEFAULTS);
        DtlsPair.Link noisy =
                (datagram, onward) -> {
                    onward.accept(broken(random, datagram));
                    onward.accept(datagram);
                    onward.accept(broken(random, datagram));
                };
        pair.client.link = noisy;
        pair.server.link = noisy;

        pair.establish();

        assertThat(loop.call(pair.server.endpoint::stats).recordsMalformed()).isPositive();
        pair.close();
    }

    /// Nobody has authenticated anything yet, so that it may fail, but in no other way.
    @ParameterizedTest
    @MethodSource("fifty")
    void aHandshakeSurvivesForgedRecords(long seed) throws Exception {
        var random = new Random(seed);
        DtlsPair pair = new DtlsPair(loop, DtlsConfig.DEFAULTS);
        DtlsPair.Link forging =
                (datagram, onward) -> {
                    onward.accept(Garbage.datagram(random));
                    onward.accept(Garbage.mutated(random, good));
                    onward.accept(datagram);
                };
        pair.client.link = forging;
        pair.server.link = forging;

        pair.start();

        ends(pair.server);
        ends(pair.client);
        pair.close();
    }

    @ParameterizedTest
    @MethodSource("fifty")
    void aServerThatWaitsTakesNoThreadForGarbage(long seed) throws Exception {
        var random = new Random(seed);
        var limiter = new HandshakeLimiter(DtlsConfig.DEFAULTS);
        var server =
                new DtlsPair.End(
                        DtlsRole.SERVER,
                        DtlsPair.SERVER_CERTIFICATE,
                        DtlsPair.CLIENT_CERTIFICATE.fingerprint(),
                        limiter,
                        loop.owner);
        loop.run(server.endpoint::start);

        for (int i = 0; i < 20; i++) {
            byte[] datagram = Garbage.datagram(random);
            if (datagram.length > 13 && datagram[13] == 1) {
                datagram[13] = 2;
            }
            loop.run(() -> server.receive(datagram));
        }

        assertThat(limiter.running()).isZero();
    }

    /// A forged message may also hold up the true one until the time-out, for which no test waits.
    private static void ends(DtlsPair.End end) throws Exception {
        try {
            end.keys
                    .thenApply(_ -> "")
                    .applyToEither(end.failure, because -> because)
                    .get(20, MILLISECONDS);
        } catch (TimeoutException _) {
            loop.run(end.endpoint::close);
        }
    }

    private static byte[] broken(Random random, byte[] datagram) {
        byte[] broken = datagram.clone();
        switch (random.nextInt(5)) {
            case 0 -> broken[0] = (byte) (24 + random.nextInt(40));
            case 1 -> broken[1] = (byte) random.nextInt(0xFE);
            case 2 -> broken[3] = (byte) (1 + random.nextInt(255));
            case 3 -> broken[11] = (byte) 0xFF;
            default -> {
                return Arrays.copyOf(broken, random.nextInt(13));
            }
        }
        return broken;
    }
}
