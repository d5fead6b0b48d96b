package weir.conformance;

import static weir.conformance.Rule.rule;

import weir.conformance.OfferText.Format;
import weir.conformance.OfferText.Section;
import weir.sdp.MediaDescription;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Rules 19 to 23: what stands in an answer, and what an offer may have besides.
final class AnswerRules {
    private static final List<String> RIDS = List.of("0", "1", "2");

    private AnswerRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(19, "W17", Level.S, "setup: passive to actpass", AnswerRules::setup),
                rule(20, "W18", Level.M, "all candidates in the answer", AnswerRules::candidates),
                rule(21, "W19", Level.M, "simulcast: every rid taken", AnswerRules::simulcast),
                rule(22, "E3", Level.C, "WHEP: one msid, FID, order", AnswerRules::streams),
                rule(23, "W20", Level.C, "what is unknown is no error", AnswerRules::unknown));
    }

    private static void setup(Trial trial) throws Exception {
        for (Endpoint endpoint : answering(trial)) {
            for (String offered : List.of("actpass", "active")) {
                OfferText offer = endpoint.offer().setup(offered);
                Answer answer = trial.post(endpoint.uri(trial), offer);
                String setup = setup(answer);
                trial.should(
                        setup.equals("passive"),
                        "%s: setup:%s is answered with %s".formatted(endpoint, offered, setup));
            }
            OfferText offer = endpoint.offer().setup("passive");
            Answer answer = trial.post(endpoint.uri(trial), offer);
            String setup = setup(answer);
            trial.choice(
                    setup.equals("active"),
                    "%s: setup:passive is answered with %s".formatted(endpoint, setup));
            if (setup.equals("active")) {
                try {
                    trial.lastSession().connect();
                } catch (IOException failed) {
                    trial.choice(false, "setup:active is answered, and then: " + failed);
                }
            }
        }
    }

    private static List<Endpoint> answering(Trial trial) throws Exception {
        List<Endpoint> answering = new ArrayList<>();
        for (Endpoint endpoint : trial.endpoints()) {
            if (!CounterOffer.isOne(endpoint.open(trial).created())) {
                answering.add(endpoint);
            }
        }
        if (answering.isEmpty()) {
            throw new NotOfferedException("no answer, but a counter-offer");
        }
        return answering;
    }

    /// What is about answers is not about counter-offers.
    private static void requireAnswer(Session session) throws NotOfferedException {
        if (CounterOffer.isOne(session.created())) {
            throw new NotOfferedException("no answer, but a counter-offer");
        }
    }

    private static String setup(Answer answer) {
        return answer.status() == 201
                ? answer.description().map(sdp -> sdp.one("setup")).orElse("no SDP")
                : answer.toString();
    }

    private static void candidates(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            Description answer = endpoint.open(trial).answer();
            trial.must(!answer.all("candidate").isEmpty(), endpoint + ": no candidate");
            trial.choice(answer.has("end-of-candidates"), endpoint + ": no end-of-candidates");
            trial.choice(answer.has("ice-lite"), endpoint + ": no ice-lite");
            List<String> options = answer.all("ice-options");
            trial.choice(
                    options.stream()
                            .anyMatch(
                                    each ->
                                            List.of(each.split(" "))
                                                    .containsAll(List.of("trickle", "ice2"))),
                    endpoint + ": ice-options " + options);
            trial.choice(
                    options.stream().noneMatch(each -> each.contains(",")),
                    endpoint + ": ice-options " + options);
        }
    }

    private static void simulcast(Trial trial) throws Exception {
        Section video =
                OfferText.video("1", OfferText.VP8)
                        .with("msid:media picture")
                        .with("extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid")
                        .with("extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id");
        for (String rid : RIDS) {
            video = video.with("rid:" + rid + " send");
        }
        video = video.with("simulcast:send " + String.join(";", RIDS));
        OfferText offer =
                OfferText.publisher().sections(OfferText.sentAudio("0", OfferText.OPUS), video);
        Answer created = trial.post(trial.whip(trial.newStream()), offer);
        trial.must(created.status() == 201, created);
        MediaDescription section = trial.lastSession().answer().media().getLast();
        if (!section.has("simulcast")) {
            throw new NotOfferedException("simulcast is not answered");
        }
        trial.must(
                section.find("simulcast").orElse("").equals("recv " + String.join(";", RIDS)),
                "simulcast:" + section.find("simulcast").orElse(""));
        List<String> rids = RIDS.stream().map(rid -> rid + " recv").toList();
        trial.must(section.all("rid").containsAll(rids), "rids " + section.all("rid"));
    }

    private static void streams(Trial trial) throws Exception {
        Format rtx = new Format(97, "rtx/90000", "apt=96");
        OfferText offer =
                OfferText.viewer()
                        .sections(
                                OfferText.video("picture", OfferText.VP8, rtx),
                                OfferText.audio("sound", OfferText.OPUS));
        Session session = trial.open(trial.whep(trial.live()), offer);
        requireAnswer(session);
        Description answer = session.answer();
        List<String> mids =
                answer.media().stream().map(each -> each.find("mid").orElse("")).toList();
        trial.must(mids.equals(List.of("picture", "sound")), "mids " + mids);
        List<String> streams =
                answer.media().stream()
                        .map(each -> each.find("msid").orElse("-").split(" ")[0])
                        .distinct()
                        .toList();
        trial.choice(streams.size() == 1 && !streams.contains("-"), "streams " + streams);
        MediaDescription video = answer.media().getFirst();
        trial.choice(video.has("ssrc"), "no ssrc");
        boolean repaired = OfferRules.contains(video, rtx);
        trial.choice(!repaired || hasRepairGroup(video), "RTX without an FID group of sources");
    }

    /// RFC 5576 §4.2: a group names sources that are there.
    private static boolean hasRepairGroup(MediaDescription video) {
        List<String> sources = video.all("ssrc").stream().map(each -> each.split(" ")[0]).toList();
        return video.all("ssrc-group").stream()
                .map(each -> List.of(each.split(" ")))
                .anyMatch(
                        group ->
                                group.size() == 3
                                        && group.getFirst().equals("FID")
                                        && !group.get(1).equals(group.get(2))
                                        && sources.containsAll(group.subList(1, 3)));
    }

    private static void unknown(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            for (OfferText offer : oddities(endpoint.offer())) {
                Answer answer = trial.post(endpoint.uri(trial), offer);
                String mids =
                        offer.sections().stream()
                                .map(Section::mid)
                                .collect(Collectors.joining(" "));
                trial.choice(
                        answer.isTaken(),
                        "%s with mids %s, %d characters of ufrag and %d of password: %s"
                                .formatted(
                                        endpoint,
                                        mids,
                                        offer.ice().userFragment().length(),
                                        offer.ice().password().length(),
                                        answer));
            }
            OfferText plain = endpoint.offer();
            String grouped = plain.text().replaceFirst("a=group", "a=group:LS 0 1\r\na=group");
            Answer answer =
                    trial.post(endpoint.uri(trial), plain, grouped, "Content-Type", Answer.SDP);
            trial.choice(answer.isTaken(), endpoint + " with a=group:LS: " + answer);
        }
    }

    private static List<OfferText> oddities(OfferText plain) {
        List<Section> odd = new ArrayList<>();
        for (Section section : plain.sections()) {
            String type = "" + section.formats().getFirst().type();
            odd.add(
                    section.with("extmap:3 urn:example:of:nobody")
                            .with("extmap:4/sendonly http://example.org/other attributes")
                            .with("fmtp:" + type + " x-unknown=1;x-other")
                            .with("rtcp-fb:" + type + " x-unknown")
                            .with("rtcp-fb:* x-other thing")
                            .with("x-unknown:value"));
        }
        OfferText unknown = plain.sections(odd.toArray(Section[]::new));
        return List.of(
                unknown,
                named(plain, "a"),
                named(plain, "video-0.x~!"),
                // 16 characters with what is appended: as long as a header extension may be, and
                // odd above 2^53, so that no floating-point number holds it.
                named(plain, "999999999999999"),
                plain.ice(OfferText.credentials(4, 22)),
                plain.ice(OfferText.credentials(256, 256)));
    }

    private static OfferText named(OfferText plain, String mid) {
        return plain.sections(
                plain.sections().stream()
                        .map(section -> section.named(mid + section.mid()))
                        .toArray(Section[]::new));
    }
}
