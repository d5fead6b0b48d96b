package weir.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import weir.rtp.RtpHeader;

/// A packet that a client opened. A value.
///
/// @param sequenceNumber 0..65535
/// @param arrivalNanos   when it was read from the socket
/// @param sealed         the datagram
public record ReceivedRtp(
        int payloadType,
        int sequenceNumber,
        int timestamp,
        int ssrc,
        boolean marker,
        byte[] payload,
        long arrivalNanos,
        byte[] sealed) {

    static ReceivedRtp of(RtpHeader header, ByteBuf clear, byte[] sealed, long arrivalNanos) {
        return new ReceivedRtp(
                header.payloadType(),
                header.sequenceNumber(),
                header.timestamp(),
                header.ssrc(),
                header.marker(),
                ByteBufUtil.getBytes(
                        clear,
                        clear.readerIndex() + header.length(),
                        clear.readableBytes() - header.length()),
                arrivalNanos,
                sealed);
    }

    /// Which packet of its publisher's medium this is, counted from 0.
    public long number() {
        return SyntheticPayload.number(payload);
    }

    /// When the publisher, in this JVM, made it.
    public long captureNanos() {
        return SyntheticPayload.captureNanos(payload);
    }

    public boolean startsKeyFrame() {
        return SyntheticPayload.startsKeyFrame(payload);
    }
}
