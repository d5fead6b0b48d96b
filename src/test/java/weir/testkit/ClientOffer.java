package weir.testkit;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// An offer as a WebRTC client makes it: bundled, multiplexed, without candidates. A value.
///
/// @param direction `sendonly` of a publisher, `recvonly` of a viewer
/// @param setup     `actpass`, `active` or `passive`
public record ClientOffer(
        String direction,
        String setup,
        List<ClientMedia> media,
        IceCredentials ice,
        CertificateFingerprint fingerprint) {

    static final int RID_ID = 10;

    private static final int MID_ID = 9;
    private static final int USER_FRAGMENT_LENGTH = 8;
    private static final int PASSWORD_LENGTH = 24;
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// With credentials of its own.
    static ClientOffer of(String direction, List<ClientMedia> media, RandomGenerator random) {
        return new ClientOffer(
                direction,
                "actpass",
                media,
                credentials(random),
                ClientPath.CERTIFICATE.fingerprint());
    }

    ClientOffer passive() {
        return new ClientOffer(direction, "passive", media, ice, fingerprint);
    }

    static IceCredentials credentials(RandomGenerator random) {
        return new IceCredentials(
                randomText(USER_FRAGMENT_LENGTH, random), randomText(PASSWORD_LENGTH, random));
    }

    /// What a client sends that restarts ICE (RFC 9725 §4.3.3).
    static String fragment(IceCredentials ice, ClientMedia tagged) {
        StringBuilder text = new StringBuilder();
        line(text, "a=ice-options:trickle ice2");
        line(text, "m=" + tagged.kind().token() + " 9 UDP/TLS/RTP/SAVPF 0");
        line(text, "a=mid:" + tagged.mid());
        line(text, "a=ice-ufrag:" + ice.userFragment());
        line(text, "a=ice-pwd:" + ice.password());
        line(text, "a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host generation 0");
        return text.toString();
    }

    private static String randomText(int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, CHARACTERS.length()).forEach(i -> text.append(CHARACTERS.charAt(i)));
        return text.toString();
    }

    /// What stands in an HTTP body.
    public String text() {
        String mids = media.stream().map(ClientMedia::mid).collect(Collectors.joining(" "));
        StringBuilder text = new StringBuilder();
        line(text, "v=0");
        line(text, "o=- 4611731400430051336 2 IN IP4 127.0.0.1");
        line(text, "s=-");
        line(text, "t=0 0");
        line(text, "a=group:BUNDLE " + mids);
        media.forEach(each -> section(text, each));
        return text.toString();
    }

    private void section(StringBuilder text, ClientMedia each) {
        String payloadTypes =
                each.formats().stream()
                        .map(format -> "" + format.payloadType())
                        .collect(Collectors.joining(" "));
        line(text, "m=" + each.kind().token() + " 9 UDP/TLS/RTP/SAVPF " + payloadTypes);
        line(text, "c=IN IP4 0.0.0.0");
        line(text, "a=mid:" + each.mid());
        line(text, "a=ice-ufrag:" + ice.userFragment());
        line(text, "a=ice-pwd:" + ice.password());
        line(text, "a=fingerprint:" + fingerprint.algorithm() + " " + fingerprint.hex());
        line(text, "a=setup:" + setup);
        line(text, "a=" + direction);
        line(text, "a=rtcp-mux");
        each.formats().forEach(format -> format(text, each.kind(), format));
        if (!each.encodings().isEmpty()) {
            simulcast(text, each.encodings());
        }
        if (each.ssrc() != 0) {
            line(text, "a=msid:weir weir-" + each.mid());
            line(text, "a=ssrc:" + Integer.toUnsignedString(each.ssrc()) + " cname:weir-client");
        }
    }

    private static void simulcast(StringBuilder text, List<ClientMedia.Encoding> encodings) {
        line(text, "a=extmap:" + MID_ID + " " + HeaderExtension.MID.uri());
        line(text, "a=extmap:" + RID_ID + " " + HeaderExtension.RTP_STREAM_ID.uri());
        encodings.forEach(encoding -> line(text, "a=rid:" + encoding.rid() + " send"));
        line(
                text,
                encodings.stream()
                        .map(ClientMedia.Encoding::rid)
                        .collect(Collectors.joining(";", "a=simulcast:send ", "")));
    }

    private static void format(StringBuilder text, MediaKind kind, ClientMedia.Format format) {
        line(text, "a=rtpmap:" + format.payloadType() + " " + format.rtpmap());
        if (!format.parameters().isEmpty()) {
            line(text, "a=fmtp:" + format.payloadType() + " " + format.parameters());
        }
        if (kind == MediaKind.VIDEO) {
            line(text, "a=rtcp-fb:" + format.payloadType() + " nack");
            line(text, "a=rtcp-fb:" + format.payloadType() + " nack pli");
            line(text, "a=rtcp-fb:" + format.payloadType() + " ccm fir");
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }
}
