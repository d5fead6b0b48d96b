package weir.bench.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;

import java.io.IOException;
import java.net.InetSocketAddress;

/// What is offered to servers, and what is read of what they say.
class DescriptionsTest {
    private static final String COUNTER_OFFER =
            """
            v=0
            o=- 1 1 IN IP4 10.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE v a
            a=ice-ufrag:abcd
            a=ice-pwd:abcdefghijklmnopqrstuvwx
            a=fingerprint:SHA-256 0a:0b
            a=setup:actpass
            m=video 9 UDP/TLS/RTP/SAVPF 100 102 103
            a=mid:v
            a=rtpmap:100 H264/90000
            a=fmtp:100 packetization-mode=0;profile-level-id=42e01f
            a=rtpmap:102 H264/90000
            a=fmtp:102 packetization-mode=1;profile-level-id=42e01f
            a=rtpmap:103 rtx/90000
            a=fmtp:103 apt=102
            a=candidate:1 1 udp 2000 10.0.0.1 5000 typ host
            a=candidate:2 1 udp 3000 192.0.2.1 5000 typ host
            a=candidate:3 1 tcp 4000 192.0.2.1 5000 typ host
            a=candidate:4 1 udp 1000 127.0.0.1 5000 typ host
            a=candidate:5 1 udp 9000 2001:db8::1 5000 typ host
            a=candidate:6 1 udp 9000 0f3a1c5e-2b1d.local 5000 typ host
            a=candidate:7 2 udp 9000 192.0.2.7 5000 typ host
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=mid:a
            a=rtpmap:111 opus/48000/2
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            a=mid:d
            """;

    @Test
    void readsTheFormatsThatAreMeasured() throws IOException {
        RemoteDescription remote = RemoteDescription.read(COUNTER_OFFER);

        assertThat(remote.types()).isEqualTo(new MediaTypes(111, 102, 103));
        assertThat(remote.fingerprints())
                .containsExactly(new CertificateFingerprint("sha-256", "0A:0B"));
    }

    @Test
    void triesLoopbackFirstThenByPriority() throws IOException {
        assertThat(RemoteDescription.read(COUNTER_OFFER).candidates())
                .containsExactly(
                        new InetSocketAddress("127.0.0.1", 5000),
                        new InetSocketAddress("192.0.2.1", 5000),
                        new InetSocketAddress("10.0.0.1", 5000));
    }

    @Test
    void answersACounterOfferSectionBySection() throws IOException {
        RemoteDescription remote = RemoteDescription.read(COUNTER_OFFER);

        String answer = local("recvonly", "active").answer(remote);

        assertThat(answer)
                .contains("a=group:BUNDLE v a\r\n")
                .contains("m=video 40000 UDP/TLS/RTP/SAVPF 102 103\r\n")
                .contains("m=application 0 ")
                .contains("a=setup:active\r\n")
                .doesNotContain("a=ssrc");
        assertThat(answer.indexOf("m=video")).isLessThan(answer.indexOf("m=audio"));
    }

    @Test
    void anOfferToPublishNamesItsSources() {
        String offer = local("sendonly", "actpass").offer(MediaTypes.WITHOUT_RETRANSMISSION);

        assertThat(offer)
                .contains("a=ssrc:1 cname:bench\r\n")
                .contains("a=ssrc:4294967295 cname:bench\r\n")
                .contains("a=sendonly\r\n")
                .doesNotContain("rtx");
    }

    @Test
    void aViewerThatLosesPacketsOffersNacksOfBothMedia() throws IOException {
        String offer = local("recvonly", "actpass").offer(MediaTypes.REPAIRED);

        assertThat(offer)
                .contains("a=rtcp-fb:111 nack\r\n")
                .contains("a=rtcp-fb:96 nack\r\n")
                .contains("a=fmtp:97 apt=96\r\n");
        assertThat(RemoteDescription.read(offer).takesAudioNacks()).isTrue();
        assertThat(RemoteDescription.read(COUNTER_OFFER).takesAudioNacks()).isFalse();
    }

    @Test
    void whatHasNoFingerprintIsRefused() {
        String without = COUNTER_OFFER.replaceAll("a=fingerprint.*\n", "");

        assertThatThrownBy(() -> RemoteDescription.read(without))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fingerprint");
    }

    private static LocalDescription local(String direction, String setup) {
        return new LocalDescription(
                new IceCredentials("user", "passwordpasswordpassword"),
                new CertificateFingerprint("sha-256", "AA"),
                new InetSocketAddress("127.0.0.1", 40000),
                direction,
                setup,
                1,
                -1);
    }
}
