package weir.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetSocketAddress;
import java.util.List;

class SdpFragmentTest {
    private static final String PASSWORD = "P2uYro0UCOQ4zxjKXaWCBui1";
    private static final String ICE = "a=ice-ufrag:EsAw\r\na=ice-pwd:" + PASSWORD + "\r\n";
    private static final String CANDIDATE =
            "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag"
                    + " EsAw network-id 1\r\n";

    @Test
    void readsATrickleRequest() throws SdpSyntaxException {
        SdpFragment read =
                SdpFragment.read(
                        "a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n"
                                + ICE
                                + CANDIDATE
                                + "a=end-of-candidates\r\n");

        assertThat(read.ice()).isEqualTo(new IceAttributes("EsAw", PASSWORD));
        assertThat(read.endOfCandidates()).isTrue();
        assertThat(read.sections())
                .containsExactly(
                        new SdpFragment.Section(
                                "0",
                                read.ice(),
                                List.of(
                                        new IceCandidate(
                                                "1387637174",
                                                1,
                                                "udp",
                                                2122260223L,
                                                "192.0.2.1",
                                                61764,
                                                "host",
                                                ""))));
    }

    @Test
    void readsARestartRequestWithoutSections() throws SdpSyntaxException {
        SdpFragment read = SdpFragment.read("a=ice-options:trickle ice2\n" + ICE);

        assertThat(read.ice().userFragment()).isEqualTo("EsAw");
        assertThat(read.sections()).isEmpty();
        assertThat(read.endOfCandidates()).isFalse();
    }

    @Test
    void takesCredentialsOfTheSessionLevelForEachSection() throws SdpSyntaxException {
        SdpFragment read =
                SdpFragment.read(
                        ICE + "m=audio 9 RTP/AVP 0\na=mid:a\nm=video 9 RTP/AVP 0\na=mid:v\n");

        assertThat(read.sections()).extracting(SdpFragment.Section::mid).containsExactly("a", "v");
        assertThat(read.sections()).extracting(SdpFragment.Section::ice).containsOnly(read.ice());
    }

    @Test
    void keepsASectionsOwnCredentials() throws SdpSyntaxException {
        SdpFragment read =
                SdpFragment.read(
                        "m=audio 9 RTP/AVP 0\na=mid:0\n"
                                + ICE
                                + "m=video 9 RTP/AVP 0\na=mid:1\n"
                                + ICE.replace("EsAw", "Else"));

        assertThat(read.ice().userFragment()).isEqualTo("EsAw");
        assertThat(read.sections().get(1).ice().userFragment()).isEqualTo("Else");
    }

    @Test
    void takesCandidatesAtSessionLevelAsASectionWithoutMid() throws SdpSyntaxException {
        SdpFragment read = SdpFragment.read(ICE + CANDIDATE);

        assertThat(read.sections()).hasSize(1);
        assertThat(read.sections().getFirst().mid()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a=mid:0\n",
                "a=ice-ufrag:EsAw\n",
                "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n",
                "a=ice-ufrag:EsA\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n",
                "a=ice-ufrag:EsAw\na=ice-pwd:123456789012345678901\n",
                "a=ice-ufrag:Es w\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n"
            })
    void refusesAFragmentWithoutAWholePairOfCredentials(String text) {
        refuses(text, SdpRule.CREDENTIALS_INVALID);
    }

    @Test
    void takesCredentialsFromTheShortestToTheLongest() throws SdpSyntaxException {
        assertThat(read(4, 22).userFragment()).hasSize(4);
        assertThat(read(256, 256).password()).hasSize(256);
        assertThatThrownBy(() -> read(257, 256)).isInstanceOf(SdpSyntaxException.class);
        assertThatThrownBy(() -> read(256, 257)).isInstanceOf(SdpSyntaxException.class);
    }

    private static IceAttributes read(int userFragment, int password) throws SdpSyntaxException {
        return SdpFragment.read(
                        "a=ice-ufrag:"
                                + "u".repeat(userFragment)
                                + "\na=ice-pwd:"
                                + "p".repeat(password))
                .ice();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 1 udp 1 192.0.2.1 9 host",
                "1 1 udp 1 192.0.2.1 9 type host",
                "1 one udp 1 192.0.2.1 9 typ host",
                "1 1000 udp 1 192.0.2.1 9 typ host",
                "1 1 udp 4294967296 192.0.2.1 9 typ host",
                "1 1 udp -1 192.0.2.1 9 typ host",
                "1 1 udp 1 192.0.2.1 65536 typ host",
                "a-b 1 udp 1 192.0.2.1 9 typ host",
                "123456789012345678901234567890123 1 udp 1 192.0.2.1 9 typ host"
            })
    void refusesACandidateThatBreaksTheGrammar(String candidate) {
        refuses(ICE + "m=audio 9 RTP/AVP 0\na=candidate:" + candidate, SdpRule.CANDIDATE_INVALID);
    }

    @Test
    void refusesWhatIsNoFragment() {
        refuses("v=0\n" + ICE, SdpRule.FRAGMENT_LINE_INVALID);
        refuses("{}", SdpRule.LINE_WITHOUT_TYPE);
        refuses(ICE + "m=audio\n", SdpRule.MEDIA_INVALID);
        refuses(ICE + "m=audio 9 RTP/AVP 0\na=\n", SdpRule.ATTRIBUTE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 1 tcp 1 192.0.2.1 9 typ host tcptype active",
                "1 1 udp 1 5c1d0c5e-3a6e-4b1d-9d55-7f2b7a1e6c07.local 9 typ host",
                "1 1 udp 1 localhost 9 typ host",
                "1 1 udp 1 1 9 typ host",
                "1 1 udp 1 999.0.2.1 9 typ host",
                "1 1 udp 1 fe80::1%lo 9 typ host",
                "1 1 udp 1 :: 0 typ host",
                "1 2 udp 1 192.0.2.1 9 typ host"
            })
    void takesACandidateThatIsOfNoUseAndHasNoAddressForIt(String candidate)
            throws SdpSyntaxException {
        SdpFragment read = SdpFragment.read(ICE + "a=candidate:" + candidate);

        assertThat(read.sections().getFirst().candidates().getFirst().findUdpAddress()).isEmpty();
    }

    @Test
    void findsTheAddressOfAUdpCandidate() {
        assertThat(address("1 1 UDP 1 192.0.2.1 7777 typ host"))
                .isEqualTo(new InetSocketAddress("192.0.2.1", 7777));
        assertThat(address("1 1 udp 1 2001:db8::7 7777 typ srflx raddr :: rport 9"))
                .isEqualTo(new InetSocketAddress("2001:db8::7", 7777));
    }

    @Test
    void findsTheKindOfATcpCandidateAmongItsExtensions() {
        String tcp = "1 1 TCP 1 192.0.2.1 7677 typ host generation 0 tcptype ";

        assertThat(IceCandidate.read(tcp + "passive").orElseThrow().tcpType()).isEqualTo("passive");
        assertThat(IceCandidate.read(tcp).orElseThrow().tcpType()).isEmpty();
        assertThat(IceCandidate.read(tcp + "passive").orElseThrow().value())
                .isEqualTo("1 1 TCP 1 192.0.2.1 7677 typ host tcptype passive");
    }

    @Test
    void writesACandidateAsItIsRead() {
        String value = "1 1 udp 2130706431 192.0.2.1 7777 typ host";

        assertThat(IceCandidate.read(value)).map(IceCandidate::value).contains(value);
    }

    @Test
    void doesNotShowThePassword() throws SdpSyntaxException {
        assertThat(SdpFragment.read(ICE + CANDIDATE).toString()).doesNotContain(PASSWORD);
    }

    private static InetSocketAddress address(String candidate) {
        return IceCandidate.read(candidate).flatMap(IceCandidate::findUdpAddress).orElseThrow();
    }

    private static void refuses(String text, SdpRule rule) {
        assertThatThrownBy(() -> SdpFragment.read(text))
                .isInstanceOfSatisfying(
                        SdpSyntaxException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }
}
