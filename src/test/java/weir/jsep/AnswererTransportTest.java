package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.peer.CertificateFingerprint;
import weir.peer.IceRole;
import weir.peer.PeerParameters;
import weir.sdp.MediaDescription;
import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SdpWriter;
import weir.sdp.SessionDescription;

class AnswererTransportTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "chrome-publisher",
                "firefox-publisher",
                "safari-publisher",
                "obs-publisher",
                "ffmpeg-publisher",
                "gstreamer-publisher",
                "chrome-viewer",
                "firefox-viewer",
                "gstreamer-viewer"
            })
    void answersEachClientBelow8KiBWithAllItsSections(String name) throws SdpSyntaxException {
        SessionDescription offer = Offers.read(text(name));
        SessionDescription answer =
                answer(name.endsWith("viewer") ? watch(text(name)) : publish(text(name)));
        String written = SdpWriter.write(answer);

        assertThat(written).startsWith("v=0\r\n").hasSizeLessThan(8192);
        assertThat(SdpReader.read(written)).isEqualTo(answer);
        assertThat(answer.media())
                .extracting(MediaDescription::media)
                .containsExactlyElementsOf(
                        offer.media().stream().map(MediaDescription::media).toList());
        assertThat(answer.media())
                .extracting(media -> media.find("mid"))
                .containsExactlyElementsOf(
                        offer.media().stream().map(media -> media.find("mid")).toList());
        assertThat(answer.media()).extracting(MediaDescription::port).containsOnly(9);
        assertThat(answer.find("group")).isEqualTo(offer.find("group"));
        assertThat(answer.media()).allMatch(media -> media.has("rtcp-mux"));
    }

    @Test
    void takesABundleOnlySectionOfPort0ForAccepted() {
        Negotiation firefox = publish(text("firefox-publisher"));

        assertThat(section(firefox, "video").port()).isEqualTo(9);
        assertThat(parameters(firefox).incoming()).hasSize(2);
        assertThat(section(firefox, "video").has("bundle-only")).isFalse();
    }

    @Test
    void takesPort0OutsideTheBundleForARejection() {
        String offer = text("firefox-publisher").replace("BUNDLE 0 1", "BUNDLE 0");

        assertThat(section(publish(offer), "video").port()).isZero();
    }

    @Test
    void saysThatItIsLiteAndWhatItSupports() {
        SessionDescription answer = answer(publish(text("obs-publisher")));

        assertThat(answer.has("ice-lite")).isTrue();
        assertThat(answer.find("ice-options")).contains("trickle ice2");
        assertThat(answer.origin()).matches("- \\d+ 2 IN IP4 127\\.0\\.0\\.1");
    }

    @Test
    void writesAllCandidatesOnceInTheOrderGivenAndThoseOfTcpBehind() {
        Negotiation negotiation = publish(text("obs-publisher"));

        assertThat(section(negotiation, "audio").all("candidate"))
                .containsExactly(
                        "1 1 udp 2130706431 203.0.113.7 7777 typ host",
                        "2 1 udp 2130706175 2001:db8:0:0:0:0:0:7 7777 typ host",
                        "1 1 udp 2130705919 203.0.113.7 7778 typ host",
                        "t1 1 tcp 1520435199 203.0.113.7 7677 typ host tcptype passive",
                        "t2 1 tcp 1520434943 2001:db8:0:0:0:0:0:7 7677 typ host tcptype passive");
        assertThat(section(negotiation, "audio").has("end-of-candidates")).isTrue();
        assertThat(section(negotiation, "video").has("candidate")).isFalse();
    }

    @Test
    void writesCandidatesInTheSectionThatStandsForTheBundle() {
        String offer = text("obs-publisher").replace("BUNDLE 0 1", "BUNDLE 1 0");
        Negotiation negotiation = publish(offer);

        assertThat(answer(negotiation).find("group")).contains("BUNDLE 1 0");
        assertThat(section(negotiation, "video").has("candidate")).isTrue();
        assertThat(section(negotiation, "audio").has("candidate")).isFalse();
    }

    @Test
    void writesItsCredentialsInEachSectionAndGivesThePeerTheSame() {
        Negotiation negotiation = publish(text("obs-publisher"));
        PeerParameters parameters = parameters(negotiation);

        assertThat(parameters.iceRole()).isEqualTo(IceRole.LITE);
        assertThat(parameters.remoteCandidates()).isEmpty();
        assertThat(parameters.localIce().userFragment()).matches("[A-Za-z0-9+/]{16}");
        assertThat(parameters.localIce().password()).matches("[A-Za-z0-9+/]{32}");
        for (MediaDescription media : answer(negotiation).media()) {
            assertThat(media.find("ice-ufrag")).contains(parameters.localIce().userFragment());
            assertThat(media.find("ice-pwd")).contains(parameters.localIce().password());
            assertThat(media.find("fingerprint")).contains("sha-256 AB" + ":CD".repeat(31));
        }
    }

    @Test
    void makesNewCredentialsForEachAnswer() {
        Answerer answerer = Offers.answerer();
        SessionDescription offer = Offers.read(text("obs-publisher"));

        assertThat(
                        parameters(answerer.answerPublisher(offer, Offers.LOCAL, Offers.UNLIMITED))
                                .localIce())
                .isNotEqualTo(
                        parameters(answerer.answerPublisher(offer, Offers.LOCAL, Offers.UNLIMITED))
                                .localIce());
    }

    @Test
    void readsTheOffersTransportAtSessionLevelAndAtMediaLevel() {
        PeerParameters obs = parameters(publish(text("obs-publisher")));
        PeerParameters firefox = parameters(publish(text("firefox-publisher")));

        assertThat(obs.remoteIce().userFragment()).isEqualTo("qZ3p");
        assertThat(obs.remoteIce().password()).isEqualTo("h7Gd9sKq2LmNpR4tVwXyZa");
        assertThat(firefox.remoteIce().userFragment()).isEqualTo("8c5fd1a0");
        assertThat(firefox.remoteFingerprints())
                .isEqualTo(obs.remoteFingerprints())
                .extracting(CertificateFingerprint::algorithm)
                .containsExactly("sha-256");
    }

    @Test
    void takesEachStrongFingerprintInOneSpellingAndPassesOverOthers() {
        String lower = "ab" + ":cd".repeat(47);
        String offer =
                text("obs-publisher")
                        .replace(
                                "a=fingerprint:",
                                "a=fingerprint:sha-1 AB:CD\n"
                                        + ("a=fingerprint:SHA-384 " + lower + "\n")
                                        + "a=fingerprint:");

        assertThat(parameters(publish(offer)).remoteFingerprints())
                .hasSize(2)
                .startsWith(new CertificateFingerprint("sha-384", "AB" + ":CD".repeat(47)));
    }

    @Test
    void echoesRtcpOptionsOnlyWhereOffered() {
        Negotiation chrome = publish(text("chrome-publisher"));
        String only = text("obs-publisher").replace("a=rtcp-mux", "a=rtcp-mux-only\na=rtcp-mux");

        assertThat(section(chrome, "video").has("rtcp-rsize")).isTrue();
        assertThat(section(chrome, "video").has("rtcp-mux-only")).isFalse();
        assertThat(section(publish(only), "video").has("rtcp-mux-only")).isTrue();
        assertThat(section(publish(only), "video").has("rtcp-rsize")).isFalse();
    }

    @Test
    void toleratesUnknownMidsInTheBundle() {
        String ffmpeg = text("ffmpeg-publisher");
        int audio = ffmpeg.indexOf("m=audio");
        int video = ffmpeg.indexOf("m=video");
        String videoOnly = ffmpeg.substring(0, audio) + ffmpeg.substring(video);
        String audioOnly = ffmpeg.substring(0, video);

        assertThat(answer(publish(videoOnly)).find("group")).contains("BUNDLE 1");
        assertThat(section(publish(videoOnly), "video").has("candidate")).isTrue();
        assertThat(answer(publish(audioOnly)).find("group")).contains("BUNDLE 0");
    }

    @Test
    void takesASingleSectionWithoutMid() {
        String obs = text("obs-publisher");
        String audio =
                obs.substring(0, obs.indexOf("m=video"))
                        .replace("a=group:BUNDLE 0 1\n", "")
                        .replace("a=mid:0\n", "");
        Negotiation negotiation = publish(audio);

        assertThat(section(negotiation, "audio").has("mid")).isFalse();
        assertThat(parameters(negotiation).incoming().getFirst().mid()).isEmpty();
    }

    @Test
    void takesCrlfAndLf() {
        String crlf = text("chrome-publisher").replace("\n", "\r\n");

        assertThat(answer(publish(crlf))).isEqualTo(answer(publish(text("chrome-publisher"))));
    }

    @Test
    void toleratesAttributesItDoesNotKnow() {
        String strange =
                text("obs-publisher")
                        .replace("a=mid:", "a=x-strange:1 2 3\na=extmap:7 urn:x\na=mid:");

        assertThat(answer(publish(strange)).media()).hasSize(2);
    }
}
