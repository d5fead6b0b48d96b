package weir.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.testkit.TextMutator;

import java.util.Random;

/// Any text is either read or refused by a named rule: nothing else is thrown.
class SdpFuzzTest {
    private static final String OFFER =
            """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=mid:0
            a=rtpmap:111 opus/48000/2
            m=video 0/2 UDP/TLS/RTP/SAVPF 96 97
            a=mid:1
            a=bundle-only
            """;
    private static final String FRAGMENT =
            """
            a=group:BUNDLE 0 1
            a=ice-ufrag:EsAw
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
            m=audio 9 UDP/TLS/RTP/SAVPF 0
            a=mid:0
            a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host generation 0
            a=candidate:2 1 udp 2122260223 2001:db8::7 61764 typ host generation 0
            a=end-of-candidates
            """;

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyDescription(long seed) {
        TextMutator mutator = new TextMutator(new Random(seed));

        readDescription(mutator.mutate(OFFER));
        readDescription(mutator.noise());
        readDescription("v=0\no=1 2 3 4 5 6\ns=-\n" + mutator.noise());
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyFragment(long seed) {
        TextMutator mutator = new TextMutator(new Random(seed));

        readFragment(mutator.mutate(FRAGMENT));
        readFragment(mutator.noise());
        readFragment(FRAGMENT + "a=candidate:" + mutator.noise());
    }

    private static void readDescription(String text) {
        try {
            SessionDescription read = SdpReader.read(text);
            assertThat(SdpReader.read(SdpWriter.write(read))).isEqualTo(read);
        } catch (SdpSyntaxException refused) {
            assertThat(refused.line()).isPositive();
        }
    }

    private static void readFragment(String text) {
        try {
            SdpFragment.read(text)
                    .sections()
                    .forEach(section -> section.candidates().forEach(IceCandidate::findUdpAddress));
        } catch (SdpSyntaxException refused) {
            assertThat(refused.line()).isPositive();
        }
    }
}
