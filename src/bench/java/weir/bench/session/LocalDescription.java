package weir.bench.session;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;

import java.net.InetSocketAddress;

/// What we say of ourselves in an offer or an answer. A value.
///
/// @param direction  `sendonly` or `recvonly`
/// @param setup      `actpass` in an offer, `active` or `passive` in an answer
/// @param ssrcs      of audio and video, where we send
record LocalDescription(
        IceCredentials ice,
        CertificateFingerprint fingerprint,
        InetSocketAddress address,
        String direction,
        String setup,
        int audioSsrc,
        int videoSsrc) {

    private static final String H264 =
            "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

    /// An offer of sections `0` (audio) and `1` (video).
    String offer(MediaTypes types) {
        boolean video = types.video() != MediaTypes.NONE;
        StringBuilder sdp = begin(video ? "0 1" : "0");
        audio(sdp, "0", types);
        if (video) {
            video(sdp, "1", types);
        }
        return sdp.toString();
    }

    /// We begin the handshake unless the server says that it will.
    LocalDescription answering(RemoteDescription remote) {
        String role = remote.isDtlsClient() ? "passive" : "active";
        return new LocalDescription(
                ice, fingerprint, address, direction, role, audioSsrc, videoSsrc);
    }

    /// An answer to a server that offers: the sections in its order; others are refused.
    String answer(RemoteDescription remote) {
        StringBuilder bundled = new StringBuilder();
        for (RemoteDescription.Section section : remote.sections()) {
            if (section.isUsable()) {
                bundled.append(bundled.isEmpty() ? "" : " ").append(section.mid());
            }
        }
        StringBuilder sdp = begin(bundled.toString());
        for (RemoteDescription.Section section : remote.sections()) {
            if (!section.isUsable()) {
                sdp.append("m=%s 0 UDP/TLS/RTP/SAVPF 0\r\n".formatted(section.medium()));
                line(sdp, "mid:" + section.mid());
            } else if (section.medium().equals("audio")) {
                audio(sdp, section.mid(), remote.types());
            } else {
                video(sdp, section.mid(), remote.types());
            }
        }
        return sdp.toString();
    }

    private static StringBuilder begin(String bundle) {
        return new StringBuilder(
                """
                v=0
                o=- 4611731400430051336 2 IN IP4 127.0.0.1
                s=-
                t=0 0
                a=group:BUNDLE %s
                a=msid-semantic: WMS *
                """
                        .formatted(bundle)
                        .replace("\n", "\r\n"));
    }

    private void audio(StringBuilder sdp, String mid, MediaTypes types) {
        int type = types.audio();
        section(sdp, "audio", mid, Integer.toString(type));
        line(sdp, "rtpmap:" + type + " opus/48000/2");
        line(sdp, "fmtp:" + type + " minptime=10;useinbandfec=1");
        if (types.retransmission() != MediaTypes.NONE) {
            line(sdp, "rtcp-fb:" + type + " nack");
        }
        source(sdp, "audio", audioSsrc);
    }

    private void video(StringBuilder sdp, String mid, MediaTypes types) {
        int type = types.video();
        boolean again = types.retransmission() != MediaTypes.NONE;
        section(sdp, "video", mid, again ? type + " " + types.retransmission() : "" + type);
        line(sdp, "rtpmap:" + type + " H264/90000");
        line(sdp, "fmtp:" + type + " " + H264);
        line(sdp, "rtcp-fb:" + type + " nack pli");
        line(sdp, "rtcp-fb:" + type + " ccm fir");
        if (again) {
            line(sdp, "rtcp-fb:" + type + " nack");
            line(sdp, "rtpmap:" + types.retransmission() + " rtx/90000");
            line(sdp, "fmtp:" + types.retransmission() + " apt=" + type);
        }
        source(sdp, "video", videoSsrc);
    }

    private void section(StringBuilder sdp, String medium, String mid, String types) {
        String ip = address.getAddress().getHostAddress();
        int port = address.getPort();
        sdp.append("m=%s %d UDP/TLS/RTP/SAVPF %s\r\n".formatted(medium, port, types));
        sdp.append("c=IN IP4 ").append(ip).append("\r\n");
        line(sdp, "mid:" + mid);
        line(sdp, direction);
        line(sdp, "rtcp-mux");
        line(sdp, "rtcp-rsize");
        line(sdp, "ice-ufrag:" + ice.userFragment());
        line(sdp, "ice-pwd:" + ice.password());
        line(sdp, "fingerprint:" + fingerprint.algorithm() + " " + fingerprint.hex());
        line(sdp, "setup:" + setup);
        line(sdp, "candidate:1 1 udp 2130706431 %s %d typ host".formatted(ip, port));
        line(sdp, "end-of-candidates");
    }

    private void source(StringBuilder sdp, String medium, int ssrc) {
        if (direction.equals("sendonly")) {
            line(sdp, "msid:bench " + medium);
            line(sdp, "ssrc:" + Integer.toUnsignedString(ssrc) + " cname:bench");
        }
    }

    private static void line(StringBuilder sdp, String attribute) {
        sdp.append("a=").append(attribute).append("\r\n");
    }
}
