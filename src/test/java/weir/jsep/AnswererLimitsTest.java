package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;

import weir.peer.BitrateLimits;
import weir.rtp.Bitrate;
import weir.sdp.Bandwidth;
import weir.sdp.SdpWriter;

class AnswererLimitsTest {
    private static final String CHROME = text("chrome-simulcast-publisher");

    @Test
    void saysAMaximumForVideoInBothWays() {
        Negotiation negotiation = publish(CHROME, limits(0, 2_500_999));

        assertThat(section(negotiation, "video").bandwidths())
                .containsExactly(new Bandwidth("AS", 2_500), new Bandwidth("TIAS", 2_500_999));
        assertThat(section(negotiation, "audio").bandwidths()).isEmpty();
        assertThat(SdpWriter.write(answer(negotiation)))
                .contains("c=IN IP4 0.0.0.0\r\nb=AS:2500\r\nb=TIAS:2500999\r\na=mid:1\r\n")
                .doesNotContain("x-google");
    }

    @Test
    void neverSaysNothingForLittle() {
        assertThat(section(publish(CHROME, limits(1, 999)), "video").bandwidths())
                .containsExactly(new Bandwidth("AS", 1), new Bandwidth("TIAS", 999));
        assertThat(section(publish(CHROME, limits(1, 999)), "video").find("fmtp"))
                .hasValueSatisfying(
                        value ->
                                assertThat(value)
                                        .endsWith(
                                                "x-google-min-bitrate=1;x-google-start-bitrate=1"
                                                        + ";x-google-max-bitrate=1"));
    }

    @Test
    void saysAMinimumInTheFormatsOfVideoAlone() {
        Negotiation negotiation = publish(CHROME, limits(600_000, 2_000_000));
        String said =
                "x-google-min-bitrate=600;x-google-start-bitrate=600;x-google-max-bitrate=2000";

        assertThat(section(negotiation, "video").all("fmtp"))
                .startsWith(
                        "96 " + said,
                        "97 apt=96",
                        "103 level-asymmetry-allowed=1;packetization-mode=1;"
                                + "profile-level-id=42001f;"
                                + said);
        assertThat(section(negotiation, "audio").all("fmtp"))
                .containsExactly("111 minptime=10;useinbandfec=1", "63 111/111");
        assertThat(parameters(negotiation).incoming().get(1).formats().getFirst().parameters())
                .isEmpty();
    }

    @Test
    void startsWhereTheBrowserWouldIfTheLimitsAllow() {
        assertThat(start(limits(100_000, 2_000_000))).isEqualTo("300");
        assertThat(start(limits(300_001, 2_000_000))).isEqualTo("300");
        assertThat(start(limits(900_000, 2_000_000))).isEqualTo("900");
        assertThat(start(limits(100_000, 200_000))).isEqualTo("200");
    }

    @Test
    void saysNothingThatWouldBeLeaveToSendMore() {
        assertThat(section(publish(CHROME), "video").bandwidths()).isEmpty();
        assertThat(section(publish(CHROME, limits(600_000, 20_000_000)), "video").find("fmtp"))
                .contains("96 x-google-min-bitrate=600;x-google-start-bitrate=600");
    }

    @Test
    void saysNothingToViewers() {
        String offer = text("chrome-viewer").replace("a=mid:1", "b=AS:500\na=mid:1");

        assertThat(section(watch(offer), "video").bandwidths()).isEmpty();
    }

    private static String start(BitrateLimits limits) {
        return parameter(section(publish(CHROME, limits), "video").find("fmtp").orElseThrow());
    }

    private static String parameter(String fmtp) {
        return fmtp.replaceFirst(".*x-google-start-bitrate=(\\d+).*", "$1");
    }

    private static BitrateLimits limits(long min, long max) {
        return new BitrateLimits(new Bitrate(min), new Bitrate(max));
    }
}
