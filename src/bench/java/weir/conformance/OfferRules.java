package weir.conformance;

import static weir.conformance.Rule.rule;

import weir.conformance.OfferText.Format;
import weir.conformance.OfferText.Section;
import weir.sdp.MediaDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rules 13 to 18: which offers are taken, and as a whole.
final class OfferRules {
    /// A section that hardly anybody has a use for.
    private static final String TEXT =
            "m=text 9 UDP/TLS/RTP/SAVPF 99\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=sendonly\r\n"
                    + "a=rtcp-mux\r\na=rtpmap:99 t140/1000\r\n";

    private OfferRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(13, "W12", Level.M, "WHIP answers recvonly", OfferRules::publisherDirection),
                rule(14, "E2", Level.M, "WHEP answers sendonly", OfferRules::viewerDirection),
                rule(15, "W13", Level.M, "one audio, one video, one stream", OfferRules::oneOfEach),
                rule(16, "W14", Level.S, "no section partly rejected", OfferRules::partly),
                rule(17, "W15", Level.C, "no common codec: 422, a list", OfferRules::noCodec),
                rule(18, "W16", Level.M, "BUNDLE and rtcp-mux", OfferRules::bundle));
    }

    private static void publisherDirection(Trial trial) throws Exception {
        trial.whip(trial.newStream());
        directions(trial, Endpoint.WHIP, List.of("sendonly", "sendrecv"), "recvonly");
    }

    private static void viewerDirection(Trial trial) throws Exception {
        trial.whep(trial.live());
        directions(trial, Endpoint.WHEP, List.of("recvonly", "sendrecv"), "sendonly");
    }

    private static void directions(
            Trial trial, Endpoint endpoint, List<String> taken, String refused) throws Exception {
        for (String direction : taken) {
            OfferText offer = endpoint.offer().direction(direction);
            Session session = trial.open(endpoint.uri(trial), offer);
            Description answer = session.answer();
            for (MediaDescription section : answer.media()) {
                trial.must(
                        answer.direction(section).equals(endpoint.direction()),
                        direction + " is answered with " + answer.direction(section));
            }
        }
        for (String direction : List.of(refused, "inactive")) {
            OfferText offer = endpoint.offer().direction(direction);
            Answer answer = trial.post(endpoint.uri(trial), offer);
            trial.choice(answer.isRefused(), direction + ": " + answer);
            String mixed = offer.text().replaceFirst("a=" + direction, "a=" + taken.getFirst());
            answer = trial.post(endpoint.uri(trial), offer, mixed, "Content-Type", Answer.SDP);
            trial.choice(answer.isRefused(), "one of two sections " + direction + ": " + answer);
        }
    }

    private static void oneOfEach(Trial trial) throws Exception {
        if (trial.server().whepPath().isPresent()) {
            oneOfEachToWatch(trial);
        }
        OfferText offer = OfferText.publisher();
        Section audio = OfferText.sentAudio("0", OfferText.OPUS);
        Section video = OfferText.sentVideo("1", OfferText.VP8);
        Section secondAudio = OfferText.audio("2", OfferText.OPUS).with("msid:media more");
        Section secondVideo = OfferText.video("2", OfferText.VP8).with("msid:media more");
        Section otherStream = OfferText.video("1", OfferText.VP8).with("msid:another picture");
        refused(trial, "two audio", offer.sections(audio, video, secondAudio));
        refused(trial, "two video", offer.sections(audio, video, secondVideo));
        refused(trial, "two streams", offer.sections(audio, otherStream));
    }

    private static void oneOfEachToWatch(Trial trial) throws Exception {
        Section audio = OfferText.audio("0", OfferText.OPUS);
        Section video = OfferText.video("1", OfferText.VP8);
        for (Section second :
                List.of(
                        OfferText.audio("2", OfferText.OPUS),
                        OfferText.video("2", OfferText.VP8))) {
            OfferText offer = OfferText.viewer().sections(audio, video, second);
            Answer answer = trial.post(trial.whep(trial.live()), offer);
            trial.must(answer.isRefused() || answer.status() == 400, "two to watch: " + answer);
            trial.choice(answer.isRefused(), "two to watch: " + answer);
        }
    }

    private static void refused(Trial trial, String what, OfferText offer) throws Exception {
        Answer answer = trial.post(trial.whip(trial.newStream()), offer);
        trial.must(answer.status() == 422 || answer.status() == 400, what + ": " + answer);
        trial.choice(answer.status() == 422, what + ": " + answer);
    }

    private static void partly(Trial trial) throws Exception {
        boolean offered = false;
        if (trial.server().whipPath().isPresent()) {
            offered = true;
            OfferText offer =
                    OfferText.publisher()
                            .sections(
                                    OfferText.sentAudio("0", OfferText.OPUS),
                                    OfferText.sentVideo("1", OfferText.UNKNOWN_VIDEO));
            Answer answer = trial.post(trial.whip(trial.newStream()), offer);
            trial.should(answer.isClientError(), "video of no known codec: " + answer);
            trial.choice(answer.status() == 422, "video of no known codec: " + answer);
            OfferText publisher = OfferText.publisher();
            Answer text =
                    trial.post(
                            trial.whip(trial.newStream()),
                            publisher,
                            publisher.text() + TEXT,
                            "Content-Type",
                            Answer.SDP);
            trial.should(text.isClientError() || takesAll(text), "a section is rejected: " + text);
        }
        if (trial.server().whepPath().isPresent()) {
            offered = true;
            rejectsForEverOnly(trial);
        }
        if (!offered) {
            throw new NotOfferedException("neither WHIP nor WHEP");
        }
    }

    private static boolean takesAll(Answer answer) {
        return answer.description()
                .filter(sdp -> sdp.media().size() == 3)
                .filter(sdp -> sdp.media().stream().noneMatch(Description::isRejected))
                .isPresent();
    }

    /// What could be forwarded one day is taken, although there is nothing of it now.
    private static void rejectsForEverOnly(Trial trial) throws Exception {
        OfferText unknown =
                OfferText.viewer()
                        .sections(
                                OfferText.audio("0", OfferText.OPUS),
                                OfferText.video("1", OfferText.UNKNOWN_VIDEO));
        Session session = trial.open(trial.whep(trial.live()), unknown);
        Description answer = session.answer();
        trial.choice(
                CounterOffer.isOne(session.created())
                        || answer.media().size() == 2
                                && Description.isRejected(answer.media().getLast()),
                "WHEP takes video of no known codec");
        if (trial.server().whipPath().isEmpty()) {
            return;
        }
        String stream = trial.newStream();
        OfferText sound = OfferText.publisher().sections(OfferText.sentAudio("0", OfferText.OPUS));
        trial.open(trial.whip(stream), sound).connect();
        Description both = trial.watch(stream).answer();
        MediaDescription video = both.media().getLast();
        trial.choice(
                !Description.isRejected(video)
                        && both.direction(video).equals("sendonly")
                        && video.has("msid"),
                "WHEP of a stream of sound: video is rejected or lacks an msid");
    }

    private static void noCodec(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            boolean whip = endpoint == Endpoint.WHIP;
            Section audio =
                    whip
                            ? OfferText.sentAudio("0", OfferText.UNKNOWN_AUDIO)
                            : OfferText.audio("0", OfferText.UNKNOWN_AUDIO);
            Section video =
                    whip
                            ? OfferText.sentVideo("1", OfferText.UNKNOWN_VIDEO)
                            : OfferText.video("1", OfferText.UNKNOWN_VIDEO);
            Answer answer =
                    trial.post(endpoint.uri(trial), endpoint.offer().sections(audio, video));
            trial.choice(
                    whip ? answer.status() == 422 : answer.isRefused(), endpoint + ": " + answer);
            if (whip) {
                trial.choice(
                        answer.json().isPresent()
                                && answer.body().toUpperCase(Locale.ROOT).contains("VP8"),
                        answer + " without a list of codecs");
            }
        }
    }

    private static void bundle(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            OfferText offer = endpoint.offer();
            Section[] muxOnly =
                    offer.sections().stream()
                            .map(section -> section.with("rtcp-mux-only"))
                            .toArray(Section[]::new);
            Session session = trial.open(endpoint.uri(trial), offer.sections(muxOnly));
            boolean counter = CounterOffer.isOne(session.created());
            Description answer = session.answer();
            List<String> bundled = new ArrayList<>(List.of("BUNDLE"));
            answer.media().forEach(section -> bundled.add(section.find("mid").orElse("-")));
            trial.must(
                    answer.sdp().all("group").stream()
                            .anyMatch(group -> List.of(group.split(" ")).containsAll(bundled)),
                    endpoint + " bundles " + answer.sdp().all("group"));
            for (MediaDescription section : answer.media()) {
                trial.must(section.has("rtcp-mux"), endpoint + " answers without rtcp-mux");
                trial.choice(
                        counter || section.has("rtcp-mux-only"),
                        endpoint + " answers without rtcp-mux-only");
            }
            trial.must(
                    answer.all("ice-ufrag").size() == 1 && answer.all("ice-pwd").size() == 1,
                    endpoint + " answers with several transports");
            Section[] unmultiplexed =
                    offer.sections().stream()
                            .map(section -> section.without("rtcp-mux"))
                            .toArray(Section[]::new);
            Answer refused = trial.post(endpoint.uri(trial), offer.sections(unmultiplexed));
            trial.choice(refused.isRefused(), "no rtcp-mux: " + refused);
            OfferText single = offer.sections(offer.sections().getFirst()).unbundled();
            Answer taken = trial.post(endpoint.uri(trial), single);
            trial.choice(taken.isTaken(), "one section, no BUNDLE: " + taken);
        }
    }

    static boolean contains(MediaDescription section, Format format) {
        return Description.encodings(section).stream()
                .anyMatch(each -> each.equalsIgnoreCase(format.rtpmap()));
    }
}
