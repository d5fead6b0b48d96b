package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpProfile;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

class DtlsEndpointTest {
    private static final int CLOSES = 50;

    private static final CertificateFingerprint WRONG =
            new CertificateFingerprint("sha-256", "00:11:22".repeat(10) + ":33:44");

    /// Repeats nothing within a test, however slow the machine.
    private static final DtlsConfig PATIENT =
            new DtlsConfig(16, 4, 64, 1200, Duration.ofSeconds(30), Duration.ofSeconds(60));

    @AutoClose private static final DtlsPair.Loop loop = new DtlsPair.Loop();

    @Test
    void givesBothSidesTheSameKeysEachItsOwnWayRound() throws Exception {
        DtlsPair pair = new DtlsPair(loop, DtlsConfig.DEFAULTS).establish();

        SrtpKeys server = pair.server.keys.get();
        SrtpKeys client = pair.client.keys.get();
        assertThat(server.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(client.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(server.localKey()).hasSize(16).isEqualTo(client.remoteKey());
        assertThat(server.localSalt()).hasSize(12).isEqualTo(client.remoteSalt());
        assertThat(server.remoteKey()).hasSize(16).isEqualTo(client.localKey());
        assertThat(server.remoteSalt()).hasSize(12).isEqualTo(client.localSalt());
        assertThat(server.localKey()).isNotEqualTo(server.remoteKey());
        assertThat(loop.call(pair.server.endpoint::stats)).isEqualTo(new DtlsStats(0, 0, 0));
    }

    @Test
    void sendsEachFlightInOneDatagramOfAtMost1200Bytes() throws Exception {
        DtlsPair pair = new DtlsPair(loop, PATIENT).establish();

        assertThat(pair.client.sent).hasSize(2);
        assertThat(pair.server.sent).hasSize(2);
        assertThat(pair.server.sent).allMatch(datagram -> datagram.length <= 1200);
        assertThat(pair.client.sent).allMatch(datagram -> datagram.length <= 1200);
    }

    @Test
    void serverRefusesACertificateThatWasNotPromised() throws Exception {
        DtlsPair pair =
                new DtlsPair(
                                loop,
                                DtlsConfig.DEFAULTS,
                                DtlsPair.SERVER_CERTIFICATE.fingerprint(),
                                WRONG)
                        .start();

        assertThat(pair.server.failure.get(DtlsPair.WAIT_SECONDS, SECONDS))
                .contains("bad_certificate");
        assertThat(pair.client.failure.get(DtlsPair.WAIT_SECONDS, SECONDS))
                .contains("alert")
                .contains("bad_cert");
        assertThat(pair.server.keys).isNotDone();
        assertThat(pair.client.keys).isNotDone();
    }

    @Test
    void clientRefusesACertificateThatWasNotPromised() throws Exception {
        DtlsPair pair =
                new DtlsPair(
                                loop,
                                DtlsConfig.DEFAULTS,
                                WRONG,
                                DtlsPair.CLIENT_CERTIFICATE.fingerprint())
                        .start();

        assertThat(pair.client.failure.get(DtlsPair.WAIT_SECONDS, SECONDS))
                .contains("bad_certificate");
        assertThat(pair.server.failure.get(DtlsPair.WAIT_SECONDS, SECONDS))
                .contains("alert")
                .contains("bad_cert");
    }

    @Test
    void tellsThePeerThatItCloses() throws Exception {
        DtlsPair pair = new DtlsPair(loop, DtlsConfig.DEFAULTS).establish();

        loop.run(pair.server.endpoint::close);

        pair.client.closed.get(DtlsPair.WAIT_SECONDS, SECONDS);
        assertThat(pair.server.closed).isNotDone();
        assertThat(loop.call(pair.client.endpoint::isEstablished)).isFalse();
    }

    @Test
    void tellsWhoHasJustGotTheLastFlightThatItCloses() throws Exception {
        for (int i = 0; i < CLOSES; i++) {
            DtlsPair pair = new DtlsPair(loop, PATIENT);
            pair.server.link =
                    (datagram, onward) -> {
                        onward.accept(datagram);
                        if (pair.server.sent.size() == 2) {
                            loop.owner.post(pair.server.endpoint::close);
                        }
                    };

            pair.start();

            pair.client.closed.get(DtlsPair.WAIT_SECONDS, SECONDS);
        }
    }

    @Test
    void hearsThatThePeerCloses() throws Exception {
        DtlsPair pair = new DtlsPair(loop, PATIENT).establish();

        loop.run(pair.client.endpoint::close);
        loop.run(pair.client.endpoint::close);

        pair.server.closed.get(DtlsPair.WAIT_SECONDS, SECONDS);
        assertThat(pair.client.sent).hasSize(3);
    }

    @Test
    void givesUpAfterTheTimeOut() throws Exception {
        var config = new DtlsConfig(1, 1, 64, 1200, Duration.ofMillis(20), Duration.ofSeconds(1));
        DtlsPair pair = new DtlsPair(loop, config);
        pair.client.link = (_, _) -> {};

        pair.start();

        assertThat(pair.client.failure.get(DtlsPair.WAIT_SECONDS, SECONDS)).contains("timed out");
        assertThat(pair.client.sent).hasSizeGreaterThan(1);
    }

    @Test
    void closingEndsTheThreadOfARunningHandshake() throws Exception {
        var limiter = new HandshakeLimiter(DtlsConfig.DEFAULTS);
        DtlsPair.End client = client(limiter);
        loop.run(client.endpoint::start);
        assertThat(limiter.running()).isEqualTo(1);

        loop.run(client.endpoint::close);

        awaitNoneRunning(limiter);
        loop.run(() -> {});
        assertThat(client.failure).isNotDone();
    }

    @Test
    void closingEndsTheThreadOfAHandshakeThatWaitsForItsTurn() throws Exception {
        var config = new DtlsConfig(2, 1, 64, 1200, Duration.ofMillis(400), Duration.ofSeconds(12));
        var limiter = new HandshakeLimiter(config);
        CountDownLatch done = occupyTurn(limiter);
        DtlsPair.End client = client(limiter);
        loop.run(client.endpoint::start);
        assertThat(limiter.running()).isEqualTo(2);

        loop.run(client.endpoint::close);

        done.countDown();
        awaitNoneRunning(limiter);
        assertThat(client.sent).isEmpty();
    }

    @Test
    void clientFailsIfThereAreTooManyHandshakes() throws Exception {
        var config = new DtlsConfig(1, 1, 64, 1200, Duration.ofMillis(400), Duration.ofSeconds(12));
        var limiter = new HandshakeLimiter(config);
        CountDownLatch done = occupyTurn(limiter);
        DtlsPair.End client = client(limiter);

        loop.run(client.endpoint::start);

        assertThat(client.failure.get(DtlsPair.WAIT_SECONDS, SECONDS))
                .isEqualTo("too many handshakes");
        assertThat(limiter.refused()).isEqualTo(1);
        done.countDown();
    }

    @Test
    void serverTakesTheNextClientHelloIfThereWereTooManyHandshakes() throws Exception {
        byte[] hello = new DtlsPair(loop, DtlsConfig.DEFAULTS).establish().client.sent.getFirst();
        var config = new DtlsConfig(1, 1, 64, 1200, Duration.ofMillis(400), Duration.ofSeconds(12));
        var limiter = new HandshakeLimiter(config);
        CountDownLatch done = occupyTurn(limiter);
        DtlsPair.End server = server(limiter);
        loop.run(server.endpoint::start);
        loop.run(() -> server.receive(hello));
        assertThat(loop.call(server.endpoint::stats).recordsDropped()).isEqualTo(1);
        done.countDown();
        awaitNoneRunning(limiter);

        loop.run(() -> server.receive(hello));

        assertThat(limiter.running()).isEqualTo(1);
        loop.run(server.endpoint::close);
    }

    @Test
    void queuesABoundedNumberOfRecords() throws Exception {
        byte[] hello = new DtlsPair(loop, DtlsConfig.DEFAULTS).establish().client.sent.getFirst();
        var config = new DtlsConfig(2, 1, 64, 1200, Duration.ofMillis(400), Duration.ofSeconds(12));
        var limiter = new HandshakeLimiter(config);
        CountDownLatch done = occupyTurn(limiter);
        DtlsPair.End server = server(limiter);
        loop.run(server.endpoint::start);

        for (int i = 0; i < 64; i++) {
            loop.run(() -> server.receive(hello));
        }
        assertThat(loop.call(server.endpoint::stats).recordsDropped()).isZero();
        loop.run(() -> server.receive(hello));

        assertThat(loop.call(server.endpoint::stats).recordsDropped()).isEqualTo(1);
        loop.run(server.endpoint::close);
        done.countDown();
    }

    @Test
    void ignoresDatagramsBeforeTheStartAndAfterTheEnd() throws Exception {
        byte[] hello = new DtlsPair(loop, DtlsConfig.DEFAULTS).establish().client.sent.getFirst();
        var limiter = new HandshakeLimiter(DtlsConfig.DEFAULTS);
        DtlsPair.End server = server(limiter);

        loop.run(() -> server.receive(hello));
        loop.run(server.endpoint::close);
        loop.run(() -> server.receive(hello));

        assertThat(limiter.running()).isZero();
        assertThat(loop.call(server.endpoint::stats)).isEqualTo(new DtlsStats(0, 2, 0));
    }

    private static DtlsPair.End client(HandshakeLimiter limiter) {
        return new DtlsPair.End(
                DtlsRole.CLIENT, DtlsPair.CLIENT_CERTIFICATE, WRONG, limiter, loop.owner);
    }

    private static DtlsPair.End server(HandshakeLimiter limiter) {
        return new DtlsPair.End(
                DtlsRole.SERVER, DtlsPair.SERVER_CERTIFICATE, WRONG, limiter, loop.owner);
    }

    static void awaitNoneRunning(HandshakeLimiter limiter) {
        long deadlineNanos = System.nanoTime() + SECONDS.toNanos(DtlsPair.WAIT_SECONDS);
        while (limiter.running() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadlineNanos);
            Thread.onSpinWait();
        }
    }

    /// One handshake that computes until the latch is counted down.
    private static CountDownLatch occupyTurn(HandshakeLimiter limiter) throws Exception {
        var begun = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        limiter.start(
                () -> {
                    begun.countDown();
                    awaitUninterruptibly(done);
                });
        assertThat(begun.await(DtlsPair.WAIT_SECONDS, SECONDS)).isTrue();
        return done;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
