package weir.jsep;

import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.sdp.Attribute;
import weir.sdp.MediaDescription;
import weir.sdp.SessionDescription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The offer of a viewer that takes all that can be forwarded, which nobody has made: its answer
/// says all that Weir could send, and so makes a [CounterOffer].
final class WidestOffer {
    /// A format as it is offered.
    ///
    /// @param parameters those of `a=fmtp`, empty for none
    private record Format(Codec codec, String parameters) {}

    private static final List<Format> FORMATS =
            List.of(
                    new Format(Codec.OPUS, "minptime=10;useinbandfec=1"),
                    new Format(Codec.G722, ""),
                    new Format(Codec.PCMU, ""),
                    new Format(Codec.PCMA, ""),
                    new Format(Codec.H264, h264("42e01f")),
                    new Format(Codec.H264, h264("640c1f")),
                    new Format(Codec.VP8, ""),
                    new Format(Codec.VP9, "profile-id=0"),
                    new Format(Codec.AV1, ""),
                    new Format(Codec.H265, ""));

    /// Formats of the publisher that are offered beside those above, of each medium.
    private static final int CURRENT_MAX = 4;

    private static final int TRANSPORT_SEQUENCE_NUMBER_ID = 3;
    private static final int DEPENDENCY_DESCRIPTOR_ID = 4;

    private final List<Integer> payloadTypes =
            new ArrayList<>(
                    IntStream.concat(IntStream.rangeClosed(96, 127), IntStream.rangeClosed(35, 63))
                            .boxed()
                            .toList());

    private WidestOffer() {}

    private static String h264(String profileLevel) {
        return "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profileLevel;
    }

    /// @param current the formats of the stream that is live now, which stand first
    static SessionDescription write(List<PayloadFormat> current, CodecPreferences preferences) {
        WidestOffer offer = new WidestOffer();
        List<MediaDescription> media = new ArrayList<>();
        for (MediaKind kind : MediaKind.values()) {
            List<Format> formats = formats(kind, current, preferences);
            if (!formats.isEmpty()) {
                media.add(offer.section(kind, Integer.toString(media.size()), formats));
            }
        }
        String mids =
                IntStream.range(0, media.size())
                        .mapToObj(Integer::toString)
                        .reduce("BUNDLE", (mid, next) -> mid + " " + next);
        return new SessionDescription(
                "- 1 1 IN IP4 127.0.0.1",
                "-",
                "",
                "0 0",
                List.of(new Attribute("group", mids)),
                media);
    }

    private static List<Format> formats(
            MediaKind kind, List<PayloadFormat> current, CodecPreferences preferences) {
        Stream<Format> live =
                current.stream()
                        .filter(format -> !format.isRetransmission())
                        .filter(preferences::forwards)
                        .flatMap(WidestOffer::asOffered)
                        .filter(format -> format.codec().kind() == kind)
                        .limit(CURRENT_MAX);
        Stream<Format> others =
                FORMATS.stream()
                        .filter(format -> format.codec().kind() == kind)
                        .filter(format -> preferences.codecs().contains(format.codec()));
        return Stream.concat(live, others).distinct().toList();
    }

    /// What wraps another format (RFC 2198) names payload types of the publisher.
    private static Stream<Format> asOffered(PayloadFormat format) {
        return Codec.find(format.kind(), format.encoding(), format.clockRate(), format.channels())
                .filter(codec -> codec != Codec.RED)
                .map(codec -> new Format(codec, format.parameters()))
                .stream();
    }

    private MediaDescription section(MediaKind kind, String mid, List<Format> formats) {
        List<String> listed = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("mid", mid));
        attributes.add(new Attribute(Direction.RECVONLY.token()));
        attributes.add(new Attribute("rtcp-mux"));
        attributes.add(new Attribute("rtcp-rsize"));
        standIns().forEach((name, value) -> attributes.add(new Attribute(name, value)));
        formats.forEach(format -> add(format, listed, attributes));
        if (kind == MediaKind.VIDEO) {
            attributes.add(
                    extmap(
                            TRANSPORT_SEQUENCE_NUMBER_ID,
                            HeaderExtension.TRANSPORT_SEQUENCE_NUMBER));
            attributes.add(extmap(DEPENDENCY_DESCRIPTOR_ID, HeaderExtension.DEPENDENCY_DESCRIPTOR));
        }
        return new MediaDescription(
                kind.token(), 9, "UDP/TLS/RTP/SAVPF", listed, "IN IP4 0.0.0.0", attributes);
    }

    /// Of a transport that is not there yet: the answer to the counter-offer names the true one.
    private static Map<String, String> standIns() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("ice-ufrag", "none");
        attributes.put("ice-pwd", "none".repeat(6));
        attributes.put("fingerprint", "sha-256 " + "00:".repeat(31) + "00");
        attributes.put("setup", "actpass");
        return attributes;
    }

    private void add(Format format, List<String> listed, List<Attribute> attributes) {
        Codec codec = format.codec();
        String type = payloadTypes.removeFirst().toString();
        String channels = codec.channels() == 1 ? "" : "/" + codec.channels();
        listed.add(type);
        attributes.add(
                new Attribute(
                        "rtpmap",
                        type + " " + codec.encoding() + "/" + codec.clockRate() + channels));
        if (!format.parameters().isEmpty()) {
            attributes.add(new Attribute("fmtp", type + " " + format.parameters()));
        }
        if (codec.kind() == MediaKind.VIDEO) {
            for (RtcpFeedback feedback : RtcpFeedback.values()) {
                attributes.add(new Attribute("rtcp-fb", type + " " + feedback.token()));
            }
            String repair = payloadTypes.removeFirst().toString();
            listed.add(repair);
            attributes.add(new Attribute("rtpmap", repair + " rtx/" + codec.clockRate()));
            attributes.add(new Attribute("fmtp", repair + " apt=" + type));
        }
    }

    private static Attribute extmap(int id, HeaderExtension extension) {
        return new Attribute("extmap", id + " " + extension.uri());
    }
}
