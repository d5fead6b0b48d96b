package weir.stream;

import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What publishers of simulcast and viewers with repair agreed on, and packets of it.
final class ViewerMedia {
    static final int LOW = 0x31;
    static final int MIDDLE = 0x32;
    static final int HIGH = 0x33;
    static final int RETRANSMISSION = 0x902;
    static final int SEQUENCE_ID = 3;

    private static final int RID_ID = 4;
    private static final ExtensionMap NUMBERED =
            new ExtensionMap(Map.of(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, SEQUENCE_ID));

    private ViewerMedia() {}

    static List<IncomingMedia> simulcast() {
        return List.of(
                new IncomingMedia(
                        MediaKind.VIDEO,
                        "0",
                        List.of(video(96, "VP8", "", RtcpFeedback.PLI)),
                        new ExtensionMap(Map.of(HeaderExtension.RTP_STREAM_ID, RID_ID)),
                        List.of("l", "m", "h")));
    }

    /// A viewer that is sent retransmissions, and numbers.
    static List<OutgoingMedia> repaired() {
        return List.of(
                outgoing(MediaKind.AUDIO, Stage.VIEWER_AUDIO, 0, NUMBERED, List.of(opus())),
                outgoing(
                        MediaKind.VIDEO,
                        Stage.VIEWER_VIDEO,
                        RETRANSMISSION,
                        NUMBERED,
                        List.of(
                                video(100, "VP8", "", RtcpFeedback.TRANSPORT_CC),
                                video(101, "rtx", "apt=100"))));
    }

    /// A viewer that says how much it can take.
    static List<OutgoingMedia> estimating() {
        return List.of(
                outgoing(
                        MediaKind.VIDEO,
                        Stage.VIEWER_VIDEO,
                        0,
                        ExtensionMap.EMPTY,
                        List.of(video(100, "VP8", "", RtcpFeedback.REMB))));
    }

    private static OutgoingMedia outgoing(
            MediaKind kind,
            int ssrc,
            int retransmissionSsrc,
            ExtensionMap extensions,
            List<PayloadFormat> formats) {
        return new OutgoingMedia(
                kind, kind.token(), ssrc, retransmissionSsrc, "cname", formats, extensions);
    }

    private static PayloadFormat opus() {
        return new PayloadFormat(109, MediaKind.AUDIO, "opus", 48_000, 2, "", Set.of());
    }

    private static PayloadFormat video(
            int payloadType, String encoding, String parameters, RtcpFeedback... feedback) {
        return new PayloadFormat(
                payloadType, MediaKind.VIDEO, encoding, 90_000, 1, parameters, Set.of(feedback));
    }

    /// A packet that names its encoding.
    ///
    /// @param last the last byte of its payload
    static byte[] layer(int ssrc, int sequence, boolean key, int last) {
        String rid = ssrc == LOW ? "l" : ssrc == MIDDLE ? "m" : "h";
        return ByteBuffer.allocate(25)
                .putShort((short) 0x9060)
                .putShort((short) sequence)
                .putInt(3000 * sequence)
                .putInt(ssrc)
                .putInt(0xbede0001)
                .put((byte) (RID_ID << 4))
                .put((byte) rid.charAt(0))
                .putShort((short) 0)
                .put(new byte[] {0x10, (byte) (key ? 0 : 1), 0, 0, (byte) last})
                .array();
    }

    /// A packet of a key frame or of another that is as long as packets are.
    static byte[] large(int sequence, boolean key, int last) {
        byte[] payload = new byte[1000];
        payload[0] = 0x10;
        payload[1] = (byte) (key ? 0 : 1);
        payload[payload.length - 1] = (byte) last;
        return Stage.video(Stage.VIDEO, sequence, payload);
    }
}
