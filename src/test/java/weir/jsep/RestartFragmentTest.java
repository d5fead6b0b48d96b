package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.LOCAL;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;

import weir.ice.IceCredentials;
import weir.peer.PeerParameters;
import weir.sdp.SdpFragment;
import weir.sdp.SdpSyntaxException;

import java.util.List;

class RestartFragmentTest {
    private static final IceCredentials FRESH =
            new IceCredentials("fresh", "a-password-that-was-never-used");

    private final PeerParameters viewer = parameters(watch(text("chrome-viewer")));

    @Test
    void saysWhatTheAnswerSaidWithOtherCredentials() {
        List<String> lines = RestartFragment.write(viewer, "", LOCAL, FRESH).lines().toList();

        assertThat(lines)
                .containsExactly(
                        "a=ice-lite",
                        "a=ice-options:trickle ice2",
                        "a=group:BUNDLE 0 1",
                        "m=audio 9 UDP/TLS/RTP/SAVPF 0",
                        "a=mid:0",
                        "a=ice-ufrag:fresh",
                        "a=ice-pwd:a-password-that-was-never-used",
                        "a=candidate:1 1 udp 2130706431 203.0.113.7 7777 typ host",
                        "a=candidate:2 1 udp 2130706175 2001:db8:0:0:0:0:0:7 7777 typ host",
                        "a=candidate:1 1 udp 2130705919 203.0.113.7 7778 typ host",
                        "a=candidate:t1 1 tcp 1520435199 203.0.113.7 7677 typ host tcptype passive",
                        "a=candidate:t2 1 tcp 1520434943 2001:db8:0:0:0:0:0:7 7677 typ host"
                                + " tcptype passive",
                        "a=end-of-candidates");
    }

    @Test
    void namesTheSectionThatThePeerNamedAndNoneThatIsNotThere() {
        assertThat(RestartFragment.write(viewer, "1", LOCAL, FRESH))
                .contains("m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:1\r\n");
        assertThat(RestartFragment.write(viewer, "other", LOCAL, FRESH)).contains("a=mid:0\r\n");
    }

    @Test
    void isOfWhoNamesASectionThatIsThereOrNone() {
        assertThat(RestartFragment.isOf(viewer, List.of("nobody", "1"))).isTrue();
        assertThat(RestartFragment.isOf(viewer, List.of(""))).isTrue();
        assertThat(RestartFragment.isOf(viewer, List.of())).isTrue();
        assertThat(RestartFragment.isOf(viewer, List.of("nobody", ""))).isFalse();
    }

    @Test
    void isReadBackAsAFragment() throws SdpSyntaxException {
        PeerParameters publisher = parameters(publish(text("obs-publisher")));

        SdpFragment read = SdpFragment.read(RestartFragment.write(publisher, "", LOCAL, FRESH));

        assertThat(read.ice().userFragment()).isEqualTo("fresh");
        assertThat(read.ice().password()).isEqualTo(FRESH.password());
        assertThat(read.endOfCandidates()).isTrue();
        assertThat(read.sections().getFirst().candidates()).hasSize(5);
    }
}
