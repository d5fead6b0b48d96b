package weir.conformance;

import weir.conformance.OfferText.Format;
import weir.conformance.OfferText.Section;
import weir.sdp.MediaDescription;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server's own offer, in place of an answer (406).
final class CounterOffer {
    private static final Pattern VALID_UNTIL =
            Pattern.compile(";\\s*valid-until=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

    private CounterOffer() {}

    static boolean isOne(Answer answer) {
        return answer.status() == 406
                && answer.is(Answer.SDP)
                && answer.find("Location").isPresent();
    }

    /// A parameter of the content type, or a header of its own.
    static Optional<String> validUntil(Answer counterOffer) {
        return counterOffer
                .find("Content-Type")
                .map(VALID_UNTIL::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .or(() -> counterOffer.find("valid-until"));
    }

    /// What its player answers: `recvonly`, the first codec of each section, and us as the DTLS
    /// client.
    static String answer(Session session) {
        Section[] sections =
                session.answer().media().stream()
                        .map(CounterOffer::section)
                        .toArray(Section[]::new);
        return session.offer().setup("active").sections(sections).text();
    }

    private static Section section(MediaDescription offered) {
        String type = offered.formats().getFirst();
        String parameters =
                offered.all("fmtp").stream()
                        .filter(value -> value.startsWith(type + " "))
                        .map(value -> value.substring(type.length() + 1))
                        .findFirst()
                        .orElse("");
        String rtpmap = Description.encodings(offered).getFirst();
        Format format = new Format(Integer.parseInt(type), rtpmap, parameters);
        String mid = offered.find("mid").orElse("");
        return offered.media().equals("audio")
                ? OfferText.audio(mid, format)
                : OfferText.video(mid, format);
    }
}
