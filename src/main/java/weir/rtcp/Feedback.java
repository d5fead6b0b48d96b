package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// What feedback messages have in common, RFC 4585 §6.1.
///
/// ```
/// |V=2|P|   FMT   |       PT      |          length               |
/// |                  SSRC of packet sender                        |
/// |                  SSRC of media source                         |
/// |            Feedback Control Information (FCI)               ...
/// ```
final class Feedback {
    /// Transport layer feedback (RTPFB).
    static final int TRANSPORT = 205;

    /// Payload-specific feedback (PSFB).
    static final int PAYLOAD = 206;

    private static final int FIXED_LENGTH = 8;

    private Feedback() {}

    static RtcpPacket readTransport(int format, ByteBuf body) throws MalformedPacketException {
        return switch (format) {
            case GenericNack.FORMAT -> GenericNack.read(checked(body));
            case PauseMessage.FORMAT -> PauseMessage.read(checked(body));
            case TransportFeedback.FORMAT -> TransportFeedback.read(checked(body));
            default -> Unknown.read(TRANSPORT, format, body);
        };
    }

    static RtcpPacket readPayload(int format, ByteBuf body) throws MalformedPacketException {
        return switch (format) {
            case PictureLossIndication.FORMAT -> PictureLossIndication.read(checked(body));
            case FullIntraRequest.FORMAT -> FullIntraRequest.read(checked(body));
            case ReceiverEstimatedMaximumBitrate.FORMAT ->
                    ReceiverEstimatedMaximumBitrate.isAt(body)
                            ? ReceiverEstimatedMaximumBitrate.read(body)
                            : Unknown.read(PAYLOAD, format, body);
            default -> Unknown.read(PAYLOAD, format, body);
        };
    }

    private static ByteBuf checked(ByteBuf body) throws MalformedPacketException {
        RtcpRule.RTCP_FEEDBACK_TRUNCATED.require(body.readableBytes() >= FIXED_LENGTH);
        return body;
    }
}
