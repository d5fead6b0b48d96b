package weir.conformance;

import static weir.conformance.Rule.rule;

import weir.conformance.OfferText.Format;
import weir.conformance.Rule.Pace;
import weir.sdp.MediaDescription;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules 49 to 52: what viewers alone have.
final class WhepRules {
    private static final Duration COUNTER_OFFER = Duration.ofSeconds(30);
    private static final Duration LATE = Duration.ofSeconds(3);

    private static final List<Format> CODECS =
            List.of(OfferText.VP8, OfferText.VP9, OfferText.H264, OfferText.AV1);

    private WhepRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(49, "E4", Level.M, "not live: 409 Retry-After, wait", WhepRules::notLive),
                rule(50, "E5", Level.C, "answer keeps every known codec", WhepRules::codecs),
                rule(51, "E6", Level.M, "counter-offer: 406, SDP, Location", WhepRules::counters),
                new Rule(
                        52,
                        "E7",
                        Level.M,
                        "answer by PATCH: 204; late 404",
                        Pace.SLOW,
                        WhepRules::answers));
    }

    private static void notLive(Trial trial) throws Exception {
        if (trial.server().whipPath().isEmpty()) {
            throw new NotOfferedException("no WHIP");
        }
        String stream = trial.newStream();
        Answer answer = trial.post(trial.whep(stream), OfferText.viewer());
        if (answer.status() == 201) {
            Session waiting = trial.lastSession().connect();
            trial.publish(stream);
            trial.must(trial.receives(waiting), "201, and nothing comes when it is live");
            return;
        }
        trial.must(answer.status() == 409, answer);
        trial.must(answer.find("Retry-After").isPresent(), answer + " without Retry-After");
    }

    private static void codecs(Trial trial) throws Exception {
        List<Format> known = new ArrayList<>();
        for (Format each : CODECS) {
            Answer alone = trial.post(trial.whep(trial.live()), OfferText.viewer(each));
            boolean taken =
                    alone.status() == 201 && trial.lastSession().answer().find("video").isPresent();
            if (taken) {
                known.add(each);
            }
        }
        if (known.isEmpty()) {
            throw new NotOfferedException("no offer of one codec is answered");
        }
        OfferText all = OfferText.viewer(CODECS.toArray(Format[]::new));
        Description answer = trial.open(trial.whep(trial.live()), all).answer();
        MediaDescription video = answer.media().getLast();
        List<String> missing =
                known.stream()
                        .filter(each -> !OfferRules.contains(video, each))
                        .map(Format::rtpmap)
                        .toList();
        trial.choice(missing.isEmpty(), "taken alone, and not beside others: " + missing);
    }

    /// The first offer that the server answers with one of its own.
    private static Session counterOffer(Trial trial) throws Exception {
        URI endpoint = trial.whep(trial.live());
        OfferText viewer = OfferText.viewer();
        OfferText unknown =
                viewer.sections(
                        OfferText.audio("0", OfferText.UNKNOWN_AUDIO),
                        OfferText.video("1", OfferText.UNKNOWN_VIDEO));
        for (OfferText offer : List.of(viewer, unknown)) {
            Answer answer = trial.post(endpoint, offer);
            if (answer.status() == 406) {
                return new Session(offer, answer);
            }
        }
        throw new NotOfferedException("no 406 to offers of known or unknown codecs");
    }

    private static void counters(Trial trial) throws Exception {
        Answer counter = counterOffer(trial).created();
        trial.must(counter.is(Answer.SDP), counter);
        trial.must(counter.find("Location").isPresent(), counter + " without Location");
        Optional<Description> offer = counter.description();
        trial.must(offer.isPresent(), counter + " without an SDP");
        for (MediaDescription section : offer.orElseThrow().media()) {
            String direction = offer.get().direction(section);
            trial.must(direction.startsWith("send"), "it offers " + direction);
        }
        Optional<String> until = CounterOffer.validUntil(counter);
        trial.must(
                until.isEmpty() || HttpDate.read(until.get()).isPresent(),
                "valid-until: " + until.orElse(""));
    }

    private static void answers(Trial trial) throws Exception {
        Session late = counterOffer(trial);
        Instant until =
                CounterOffer.validUntil(late.created())
                        .flatMap(HttpDate::read)
                        .orElse(Instant.now().plus(COUNTER_OFFER));
        Session session = counterOffer(trial);
        Answer malformed = patch(trial, session, "hello");
        trial.must(malformed.isClientError(), "hello: " + malformed);
        session = malformed.status() == 400 ? session : counterOffer(trial);
        Answer accepted = patch(trial, session, CounterOffer.answer(session));
        trial.must(accepted.status() == 204, accepted);
        if (accepted.status() == 204) {
            session.connect();
            trial.must(trial.receives(session), "nothing comes after the answer");
            trial.delete(session);
        }
        session.close();
        trial.pause(Duration.between(Instant.now(), until).plus(LATE));
        Answer expired = patch(trial, late, CounterOffer.answer(late));
        trial.choice(expired.status() == 404, "after its validity: " + expired);
    }

    private static Answer patch(Trial trial, Session session, String text) throws Exception {
        return trial.patch(session, Answer.SDP, text, session.tag().orElse("*"));
    }
}
