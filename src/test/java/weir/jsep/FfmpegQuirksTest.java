package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;

import org.junit.jupiter.api.Test;

import weir.peer.DtlsRole;
import weir.peer.IncomingMedia;
import weir.rtp.ExtensionMap;
import weir.sdp.SdpWriter;
import weir.sdp.SessionDescription;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What FFmpeg's WHIP muxer offers, and what it takes from the answer. The offers are as versions
/// 8.0.1 and 8.1.2 sent them to Weir.
///
/// What is not here:
///
/// | | |
/// |---|---|
/// | F1 F9 | the handshake, either way round, and its DELETE: `weir.it.clients.FfmpegIT` |
/// | F3 | `weir.ice.IceLiteAgentTest`: its checks; `weir.ice.IceMoveTest`: its responses |
/// | F5 | a medium alone in a group of two: [AnswererTransportTest] |
/// | F7 | it refuses B-frames itself; how long its datagrams are: `weir.it.http.ClientQuirksIT` |
/// | F9 | who goes without DELETE ends by silence: `weir.peer.PeerPairTest` |
/// | | its ClientHello comes once, and does not wait long: `weir.transport.DatagramRouterTest` |
///
/// What is so with any server: version 8.1.2 waits for ever, and heeds no SIGTERM, once the other
/// side has ended its session by a `close_notify`, as when another publisher takes over.
class FfmpegQuirksTest {
    private static final String FIRST = text("ffmpeg-first-publisher");
    private static final String LATER = text("ffmpeg-publisher");

    /// As many as a large machine has.
    private static final int ADDRESSES = 16;

    /// The most that FFmpeg reads of an answer.
    private static final int ANSWER_MAX = 8192;

    /// F1: FFmpeg waits for the handshake, which Weir then begins.
    @Test
    void whoIsPassiveIsAnsweredActive() {
        for (String offer : List.of(FIRST, LATER)) {
            assertThat(parameters(publish(offer)).dtlsRole()).isEqualTo(DtlsRole.CLIENT);
            assertThat(answer(publish(offer)).media())
                    .allMatch(media -> media.find("setup").equals(Optional.of("active")));
        }
    }

    /// F1: `-whip_flags dtls_active` turns it round, and changes nothing else.
    @Test
    void whoIsActiveIsAnsweredPassive() {
        Negotiation negotiation = publish(LATER.replace("a=setup:passive", "a=setup:active"));

        assertThat(parameters(negotiation).dtlsRole()).isEqualTo(DtlsRole.SERVER);
        assertThat(answer(negotiation).media())
                .allMatch(media -> media.find("setup").equals(Optional.of("passive")));
    }

    /// F2: of all candidates it takes the first line that has "udp" and "host" in it, and of that
    /// the fifth and the sixth word.
    @Test
    void theFirstCandidateIsTheFirstAddressOfUdpAndHasItsPortBehind() {
        String[] words = firstUdpHost(SdpWriter.write(answer(publish(FIRST)))).split(" ");

        assertThat(words[4]).isEqualTo("203.0.113.7");
        assertThat(words[5]).isEqualTo("7777");
    }

    /// F4: with all that a browser offers beside, and all the addresses of a large machine.
    @Test
    void theLongestAnswerIsShortEnough() {
        List<InetSocketAddress> addresses =
                IntStream.range(0, ADDRESSES)
                        .mapToObj(i -> "2001:db8:1111:2222:3333:4444:5555:" + (1000 + i))
                        .map(address -> new InetSocketAddress(address, 50_000))
                        .toList();
        LocalEndpoint large = new LocalEndpoint(addresses, addresses, Offers.LOCAL.fingerprint());

        for (String name : List.of("chrome-simulcast-publisher", "obs-simulcast-publisher")) {
            String offer = text(name).replaceAll("a=setup:actpass", "a=setup:passive");
            Negotiation negotiation =
                    Offers.answerer().answerPublisher(Offers.read(offer), large, Offers.UNLIMITED);

            String answer = SdpWriter.write(answer(negotiation));

            assertThat(answer).startsWith("v=0\r\n").contains("a=simulcast:recv ");
            assertThat(answer.length()).as(name).isLessThan(ANSWER_MAX);
        }
    }

    /// F6: no candidates, options, feedback and extensions: nothing of it is in the answer.
    @Test
    void nothingIsAgreedThatWasNotOffered() {
        assertThat(FIRST).doesNotContain("a=candidate", "ice-options", "rtcp-fb", "a=extmap:");
        for (IncomingMedia media : parameters(publish(FIRST)).incoming()) {
            assertThat(media.formats()).hasSize(1);
            assertThat(media.formats().getFirst().feedback()).isEmpty();
            assertThat(media.extensions()).isEqualTo(ExtensionMap.EMPTY);
        }
    }

    /// It takes feedback of reduced size in its video, and reads a NACK in no other form:
    /// `weir.peer.PeerFeedbackTest`.
    @Test
    void feedbackOfReducedSizeIsAgreedOn() {
        assertThat(section(publish(LATER), "video").has("rtcp-rsize")).isTrue();
        assertThat(parameters(publish(LATER)).incoming())
                .extracting(IncomingMedia::reducedSize)
                .containsExactly(false, true);
    }

    /// F6: its payload types stay, though others are usual.
    @Test
    void itsPayloadTypesAreItsOwn() {
        assertThat(section(publish(FIRST), "video").formats()).containsExactly("106");
        assertThat(section(publish(FIRST), "audio").formats()).containsExactly("111");
        assertThat(section(publish(LATER), "video").formats()).containsExactly("106", "105");
    }

    /// F8: every FFmpeg has the same session id and name: each answer is of a session of its own.
    @Test
    void offersOfOneSessionIdAreDifferentSessions() {
        Answerer answerer = Offers.answerer();
        SessionDescription offer = Offers.read(FIRST);
        Negotiation one = answerer.answerPublisher(offer, Offers.LOCAL, Offers.UNLIMITED);
        Negotiation other = answerer.answerPublisher(offer, Offers.LOCAL, Offers.UNLIMITED);

        assertThat(answer(one).origin()).isNotEqualTo(answer(other).origin());
        assertThat(parameters(one).localIce()).isNotEqualTo(parameters(other).localIce());
    }

    private static String firstUdpHost(String answer) {
        Matcher candidates = Pattern.compile("a=candidate:(.*)\r\n").matcher(answer);
        while (candidates.find()) {
            String value = candidates.group(1);
            if (value.contains("udp") && value.contains("host")) {
                return value;
            }
        }
        throw new AssertionError(answer);
    }
}
