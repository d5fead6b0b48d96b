package weir.jsep;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.sdp.Attribute;
import weir.sdp.MediaDescription;
import weir.sdp.SessionDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts what we offer into a description (RFC 9429 §5.2.1). It has no candidates: who dials is
/// learned from the checks.
final class OfferWriter {
    /// RFC 9429 §5.2.1: where there is no candidate yet.
    private static final int PORT = 9;

    private static final String CONNECTION = "IN IP4 0.0.0.0";
    private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

    /// The one MediaStream of what is published.
    private static final String STREAM_ID = "weir";

    private final Direction direction;
    private final IceCredentials ice;
    private final CertificateFingerprint fingerprint;
    private final List<MediaDescription> media = new ArrayList<>();

    OfferWriter(Direction direction, IceCredentials ice, CertificateFingerprint fingerprint) {
        this.direction = direction;
        this.ice = ice;
        this.fingerprint = fingerprint;
    }

    void add(
            LocalOffer.Section section,
            List<PayloadFormat> formats,
            List<HeaderExtension> extensions) {
        List<Attribute> attributes = new ArrayList<>();
        add(attributes, "mid", section.mid());
        add(attributes, direction.token(), "");
        add(attributes, "rtcp-mux", "");
        add(attributes, "rtcp-rsize", "");
        add(attributes, "ice-ufrag", ice.userFragment());
        add(attributes, "ice-pwd", ice.password());
        add(attributes, "fingerprint", fingerprint.algorithm() + " " + fingerprint.hex());
        add(attributes, "setup", "actpass");
        formats.forEach(format -> FormatLines.add(attributes, format));
        for (HeaderExtension extension : extensions) {
            // The same number in each section: they share a transport (RFC 8843 §9.2).
            add(attributes, "extmap", 1 + extension.ordinal() + " " + extension.uri());
        }
        if (direction.sends()) {
            addSource(attributes, section);
        }
        media.add(
                new MediaDescription(
                        section.kind().token(),
                        PORT,
                        PROTOCOL,
                        formats.stream().map(each -> "" + each.payloadType()).toList(),
                        CONNECTION,
                        attributes));
    }

    private static void addSource(List<Attribute> attributes, LocalOffer.Section section) {
        String cname = " cname:" + section.cname();
        String ssrc = Integer.toUnsignedString(section.ssrc());
        add(attributes, "msid", STREAM_ID + " " + section.kind().token());
        if (section.kind() == MediaKind.VIDEO) {
            String repair = Integer.toUnsignedString(section.retransmissionSsrc());
            add(attributes, "ssrc-group", "FID " + ssrc + " " + repair);
            add(attributes, "ssrc", ssrc + cname);
            add(attributes, "ssrc", repair + cname);
        } else {
            add(attributes, "ssrc", ssrc + cname);
        }
    }

    /// @param sessionId 0..2⁶³-1
    SessionDescription write(long sessionId) {
        String mids =
                media.stream()
                        .flatMap(each -> each.find("mid").stream())
                        .collect(Collectors.joining(" "));
        return new SessionDescription(
                "- " + sessionId + " 1 IN IP4 127.0.0.1",
                "-",
                "",
                "0 0",
                Stream.of(
                                new Attribute("group", "BUNDLE " + mids),
                                new Attribute("extmap-allow-mixed", ""),
                                new Attribute("ice-options", "trickle ice2"),
                                new Attribute("msid-semantic", "WMS *"))
                        .toList(),
                media);
    }

    private static void add(List<Attribute> attributes, String name, String value) {
        attributes.add(new Attribute(name, value));
    }
}
