package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.peer.DtlsRole;
import weir.srtp.SrtpProfile;
import weir.wire.MalformedPacketException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Our server and clients that are not ours.
class BrowserHandshakeTest {
    @AutoClose private static final DtlsPair.Loop loop = new DtlsPair.Loop();

    private final BrowserClient client = new BrowserClient(DtlsPair.CLIENT_CERTIFICATE);
    private final HandshakeLimiter limiter =
            new HandshakeLimiter(
                    new DtlsConfig(
                            16, 4, 64, 1200, Duration.ofSeconds(30), Duration.ofSeconds(60)));
    private final RecordReader reader = new RecordReader(DtlsRole.CLIENT);
    private final List<byte[]> clientSent = new ArrayList<>();
    private boolean swapsFirstTwo;

    @Test
    void choosesGcmWhateverTheOrderOfTheClient() throws Exception {
        client.srtpProfiles = new int[] {0x0001, 0x0008, 0x0007};

        DtlsPair.End server = handshake();

        assertThat(server.keys.get(DtlsPair.WAIT_SECONDS, SECONDS).profile())
                .isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(client.complete.get(DtlsPair.WAIT_SECONDS, SECONDS).getProtectionProfiles())
                .containsExactly(7);
    }

    @Test
    void choosesCounterModeIfTheClientHasNoGcm() throws Exception {
        client.srtpProfiles = new int[] {0x0002, 0x0001};

        DtlsPair.End server = handshake();

        var keys = server.keys.get(DtlsPair.WAIT_SECONDS, SECONDS);
        assertThat(keys.profile()).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
        assertThat(keys.localSalt()).hasSize(14);
        assertThat(client.complete.get(DtlsPair.WAIT_SECONDS, SECONDS).getProtectionProfiles())
                .containsExactly(1);
    }

    @Test
    void refusesAClientWithoutAProfileInCommon() throws Exception {
        client.srtpProfiles = new int[] {0x0008};

        DtlsPair.End server = handshake();

        assertThat(server.failure.get(DtlsPair.WAIT_SECONDS, SECONDS)).contains("no SRTP profile");
        assertThatThrownBy(() -> client.complete.get(DtlsPair.WAIT_SECONDS, SECONDS)).isNotNull();
    }

    @Test
    void takesAHelloOfTwoFragmentsThatComeInTheWrongOrder() throws Exception {
        swapsFirstTwo = true;

        DtlsPair.End server = handshake();

        server.keys.get(DtlsPair.WAIT_SECONDS, SECONDS);
        client.complete.get(DtlsPair.WAIT_SECONDS, SECONDS);
        int helloLength = clientSent.get(0).length + clientSent.get(1).length;
        assertThat(helloLength).isGreaterThan(1400);
        // The record layer says 1.2 although 1.3 was offered.
        assertThat(server.sent.getFirst()).startsWith(22, 0xFE, 0xFD);
    }

    @Test
    void agreesOnChaChaAndIgnoresSealedRecordsThatAreTooShort() throws Exception {
        client.cipherSuites = new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256};
        DtlsPair.End server = handshake();
        server.keys.get(DtlsPair.WAIT_SECONDS, SECONDS);

        loop.run(() -> server.receive(sealed(15)));
        loop.run(() -> server.receive(sealed(16)));

        assertThat(loop.call(server.endpoint::isEstablished)).isTrue();
    }

    @Test
    void refusesAClientWithoutACertificate() throws Exception {
        client.showsCertificate = false;

        DtlsPair.End server = handshake();

        assertThat(server.failure.get(DtlsPair.WAIT_SECONDS, SECONDS)).contains("no certificate");
        assertThatThrownBy(() -> client.complete.get(DtlsPair.WAIT_SECONDS, SECONDS)).isNotNull();
    }

    @Test
    void refusesAClientWithoutExtendedMasterSecret() throws Exception {
        client.wantsExtendedMasterSecret = false;

        DtlsPair.End server = handshake();

        assertThat(server.failure.get(DtlsPair.WAIT_SECONDS, SECONDS))
                .containsIgnoringCase("extended master secret");
    }

    private DtlsPair.End handshake() throws Exception {
        var server =
                new DtlsPair.End(
                        DtlsRole.SERVER,
                        DtlsPair.SERVER_CERTIFICATE,
                        DtlsPair.CLIENT_CERTIFICATE.fingerprint(),
                        limiter,
                        loop.owner);
        var clientLimiter = new HandshakeLimiter(DtlsConfig.DEFAULTS);
        var channel = new RecordChannel(clientLimiter, sent -> send(sent, server));
        server.connect(datagram -> deliver(datagram, channel));
        loop.run(server.endpoint::start);
        client.connect(channel, clientLimiter);
        return server;
    }

    private void send(List<byte[]> datagrams, DtlsPair.End server) {
        var order = new ArrayList<>(datagrams);
        if (swapsFirstTwo && clientSent.isEmpty()) {
            order.addFirst(order.remove(1));
        }
        clientSent.addAll(datagrams);
        order.forEach(datagram -> loop.owner.post(() -> server.receive(datagram)));
    }

    private void deliver(byte[] datagram, RecordChannel channel) {
        ByteBuf rest = Unpooled.wrappedBuffer(datagram);
        try {
            while (rest.isReadable()) {
                channel.offer(reader.read(rest));
            }
        } catch (MalformedPacketException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sealed(int length) {
        byte[] record = new byte[13 + length];
        record[0] = 23;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[4] = 1;
        record[10] = 100;
        record[12] = (byte) length;
        return record;
    }
}
