package weir.jsep;

import weir.ice.IceCredentials;
import weir.peer.DtlsRole;
import weir.peer.OutgoingMedia;
import weir.sdp.Attribute;
import weir.sdp.DescriptionLevel;
import weir.sdp.MediaDescription;
import weir.sdp.SessionDescription;

import java.util.ArrayList;
import java.util.List;

/// Puts what was agreed on into an answer (RFC 9429 §5.3.1): a section for each of the offer's.
///
/// Credentials, fingerprint and role stand in each accepted section, since some clients look for
/// them there; candidates only in the one that stands for the bundle, to keep the answer below the
/// 8 KiB that FFmpeg reads.
final class AnswerWriter {
    /// Not a rejection, and no default candidate either (RFC 9429 §5.3.1).
    private static final int PORT = 9;

    private static final String CONNECTION = "IN IP4 0.0.0.0";

    /// The one MediaStream of what a viewer gets.
    private static final String STREAM_ID = "weir";

    private final Offer offer;
    private final Agreement agreement;
    private final LocalEndpoint local;
    private final IceCredentials ice;
    private final DtlsRole role;

    AnswerWriter(
            Offer offer,
            Agreement agreement,
            LocalEndpoint local,
            IceCredentials ice,
            DtlsRole role) {
        this.offer = offer;
        this.agreement = agreement;
        this.local = local;
        this.ice = ice;
        this.role = role;
    }

    /// @param sessionId 0..2⁶³-1
    SessionDescription write(long sessionId) {
        List<MediaDescription> media = new ArrayList<>();
        for (MediaDescription offered : offer.description().media()) {
            media.add(
                    agreement
                            .find(media.size())
                            .map(this::accept)
                            .orElseGet(() -> reject(offered)));
        }
        return new SessionDescription(
                "- " + sessionId + " 2 IN IP4 127.0.0.1", "-", "", "0 0", session(), media);
    }

    private List<Attribute> session() {
        List<Attribute> attributes = new ArrayList<>();
        if (!agreement.bundle().isEmpty()) {
            add(attributes, "group", "BUNDLE " + String.join(" ", agreement.bundle()));
        }
        echo(attributes, offer.description(), "extmap-allow-mixed");
        addIceOptions(attributes);
        return attributes;
    }

    static void addIceOptions(List<Attribute> attributes) {
        add(attributes, "ice-lite", "");
        add(attributes, "ice-options", "trickle ice2");
    }

    private static MediaDescription reject(MediaDescription offered) {
        List<Attribute> attributes = new ArrayList<>();
        addMid(attributes, OfferedMedia.mid(offered));
        add(attributes, Direction.INACTIVE.token(), "");
        return new MediaDescription(
                offered.media(), 0, offered.protocol(), offered.formats(), CONNECTION, attributes);
    }

    private MediaDescription accept(AgreedMedia agreed) {
        MediaDescription offered = agreed.offered().description();
        List<Attribute> attributes = new ArrayList<>();
        addMid(attributes, agreed.offered().mid());
        add(attributes, direction(agreed).token(), "");
        add(attributes, "rtcp-mux", "");
        echo(attributes, offered, "rtcp-mux-only");
        echo(attributes, offered, "rtcp-rsize");
        addTransport(attributes);
        agreed.formats().forEach(format -> FormatLines.add(attributes, format));
        echo(attributes, offered, "extmap-allow-mixed");
        agreed.extmaps().forEach(extmap -> add(attributes, "extmap", extmap.answer()));
        switch (agreed) {
            case AgreedMedia.Received received -> addSimulcast(attributes, received.encodings());
            case AgreedMedia.Sent sent -> addSource(attributes, sent);
        }
        if (agreement.isTagged(agreed)) {
            addCandidates(attributes, local);
        }
        return new MediaDescription(
                offered.media(),
                PORT,
                offered.protocol(),
                agreed.formats().stream()
                        .map(format -> Integer.toString(format.payloadType()))
                        .toList(),
                CONNECTION,
                agreed.bandwidths(),
                attributes);
    }

    private static Direction direction(AgreedMedia agreed) {
        return switch (agreed) {
            case AgreedMedia.Received _ -> Direction.RECVONLY;
            case AgreedMedia.Sent _ -> Direction.SENDONLY;
        };
    }

    private void addTransport(List<Attribute> attributes) {
        add(attributes, "ice-ufrag", ice.userFragment());
        add(attributes, "ice-pwd", ice.password());
        add(
                attributes,
                "fingerprint",
                local.fingerprint().algorithm() + " " + local.fingerprint().hex());
        add(
                attributes,
                "setup",
                switch (role) {
                    case CLIENT -> "active";
                    case SERVER -> "passive";
                });
    }

    /// In one a=simulcast, where OBS counts the semicolons.
    private static void addSimulcast(
            List<Attribute> attributes, List<SimulcastEncoding> encodings) {
        if (!encodings.isEmpty()) {
            encodings.forEach(encoding -> add(attributes, "rid", encoding.answer()));
            List<String> rids = encodings.stream().map(SimulcastEncoding::rid).toList();
            add(attributes, "simulcast", "recv " + String.join(";", rids));
        }
    }

    private static void addSource(List<Attribute> attributes, AgreedMedia.Sent sent) {
        OutgoingMedia outgoing = sent.outgoing();
        String cname = " cname:" + outgoing.cname();
        String media = Integer.toUnsignedString(outgoing.ssrc());
        add(attributes, "msid", STREAM_ID + " " + outgoing.kind().token());
        if (outgoing.retransmissionSsrc() == 0) {
            add(attributes, "ssrc", media + cname);
        } else {
            String repair = Integer.toUnsignedString(outgoing.retransmissionSsrc());
            add(attributes, "ssrc-group", "FID " + media + " " + repair);
            add(attributes, "ssrc", media + cname);
            add(attributes, "ssrc", repair + cname);
        }
    }

    static void addCandidates(List<Attribute> attributes, LocalEndpoint local) {
        LocalCandidates.of(local).forEach(value -> add(attributes, "candidate", value));
        add(attributes, "end-of-candidates", "");
    }

    private static void addMid(List<Attribute> attributes, String mid) {
        if (!mid.isEmpty()) {
            add(attributes, "mid", mid);
        }
    }

    private static void echo(List<Attribute> attributes, DescriptionLevel offered, String name) {
        if (offered.has(name)) {
            add(attributes, name, "");
        }
    }

    static void add(List<Attribute> attributes, String name, String value) {
        attributes.add(new Attribute(name, value));
    }
}
