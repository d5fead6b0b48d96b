package weir.jsep;

import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.sdp.MediaDescription;
import weir.sdp.SessionDescription;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An audio or video section that the offerer wants.
///
/// @param index     among all sections, 0 for the first
/// @param mid       empty if there is none
/// @param direction as offered
/// @param formats   what Weir knows of them, in the order of the offer
/// @param extmaps   what Weir knows of them, those of the session level among them
record OfferedMedia(
        int index,
        MediaDescription description,
        MediaKind kind,
        String mid,
        Direction direction,
        List<PayloadFormat> formats,
        List<Extmap> extmaps) {

    static OfferedMedia read(
            SessionDescription session, int index, MediaDescription description, MediaKind kind) {
        return new OfferedMedia(
                index,
                description,
                kind,
                mid(description),
                Direction.find(description)
                        .or(() -> Direction.find(session))
                        .orElse(Direction.SENDRECV),
                OfferedFormats.read(kind, description),
                Extmap.read(description, session));
    }

    static String mid(MediaDescription description) {
        return description.find("mid").orElse("").strip();
    }

    static Optional<MediaKind> findKind(MediaDescription description) {
        return Stream.of(MediaKind.values())
                .filter(kind -> kind.token().equals(description.media()))
                .filter(_ -> description.protocol().contains("RTP/"))
                .findFirst();
    }

    /// The MediaStreams that the track belongs to.
    List<String> streamIds() {
        return description.all("msid").stream()
                .map(value -> value.strip().split("\\s+")[0])
                .filter(id -> !id.isEmpty() && !id.equals("-"))
                .toList();
    }
}
