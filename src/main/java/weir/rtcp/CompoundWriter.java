package weir.rtcp;

import io.netty.buffer.ByteBuf;

/// Writes RTCP packets one behind the other into one buffer, RFC 3550 §6.1.
///
/// A compound that is not of reduced size begins with a [SenderReport] or [ReceiverReport] and a
/// [SourceDescription]: the order is the caller's. How much the buffer may hold is too; ask
/// [#length()] before the next packet.
public final class CompoundWriter {
    private final ByteBuf out;
    private final int start;

    /// @param out lent for as long as this writes; the compound begins at its writer index
    public CompoundWriter(ByteBuf out) {
        this.out = out;
        this.start = out.writerIndex();
    }

    /// @throws IllegalArgumentException if the packet is [Unknown], a text is too long, or nothing
    ///     is named
    /// @throws IndexOutOfBoundsException if the buffer cannot grow enough
    public CompoundWriter write(RtcpPacket packet) {
        int at = out.writerIndex();
        out.writeZero(CompoundReader.HEADER_LENGTH);
        switch (packet) {
            case SenderReport report -> {
                report.write(out);
                finish(at, report.blocks().size(), SenderReport.TYPE);
            }
            case ReceiverReport report -> {
                report.write(out);
                finish(at, report.blocks().size(), ReceiverReport.TYPE);
            }
            case SourceDescription description -> {
                description.write(out);
                finish(at, description.chunks().size(), SourceDescription.TYPE);
            }
            case Bye bye -> {
                bye.write(out);
                finish(at, bye.ssrcs().size(), Bye.TYPE);
            }
            case GenericNack nack -> {
                nack.write(out);
                finish(at, GenericNack.FORMAT, Feedback.TRANSPORT);
            }
            case PauseMessage message -> {
                message.write(out);
                finish(at, PauseMessage.FORMAT, Feedback.TRANSPORT);
            }
            case TransportFeedback feedback -> {
                feedback.write(out);
                finish(at, TransportFeedback.FORMAT, Feedback.TRANSPORT);
            }
            case PictureLossIndication indication -> {
                indication.write(out);
                finish(at, PictureLossIndication.FORMAT, Feedback.PAYLOAD);
            }
            case FullIntraRequest request -> {
                request.write(out);
                finish(at, FullIntraRequest.FORMAT, Feedback.PAYLOAD);
            }
            case ReceiverEstimatedMaximumBitrate estimate -> {
                estimate.write(out);
                finish(at, ReceiverEstimatedMaximumBitrate.FORMAT, Feedback.PAYLOAD);
            }
            case Unknown unknown ->
                    throw new IllegalArgumentException("cannot be written: " + unknown);
        }
        return this;
    }

    private void finish(int at, int count, int type) {
        out.setByte(at, 2 << 6 | count);
        out.setByte(at + 1, type);
        out.setShort(at + 2, (out.writerIndex() - at) / 4 - 1);
    }

    /// Bytes of the compound so far.
    int length() {
        return out.writerIndex() - start;
    }
}
