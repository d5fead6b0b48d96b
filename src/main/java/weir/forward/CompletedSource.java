package weir.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.codec.DependencyDescriptor;
import weir.codec.H264Descriptor;
import weir.codec.H265Descriptor;
import weir.codec.ParameterSets;
import weir.codec.PayloadDescriptor;
import weir.codec.PayloadReader;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

/// One source of H.264 or H.265 with the parameter sets that its key frames lack. Owned by a
/// [ParameterSetInserter].
final class CompletedSource {
    private static final int SEQUENCE_AT = 2;

    private final int ssrc;
    private final SequenceShift shift = new SequenceShift();
    private ParameterSets sets;
    private boolean h265;
    private int timestamp;
    private boolean broken = true;
    private boolean inserts;
    private long sequence;

    CompletedSource(RtpPacket first, PayloadDescriptor descriptor) {
        ssrc = first.ssrc();
        h265 = descriptor instanceof H265Descriptor;
        sets = h265 ? ParameterSets.ofH265() : ParameterSets.ofH264();
    }

    static boolean isCompleted(PayloadDescriptor descriptor) {
        return descriptor instanceof H264Descriptor || descriptor instanceof H265Descriptor;
    }

    int ssrc() {
        return ssrc;
    }

    /// Each packet in the order of arrival, whatever its format.
    ///
    /// @param packet lent
    void onPacket(MediaPacket packet) {
        RtpPacket rtp = packet.rtp();
        long highest = shift.highest();
        sequence = shift.unwrap(rtp.sequenceNumber());
        inserts = false;
        if (sequence > highest) {
            boolean next = sequence == highest + 1;
            broken = !next || broken && rtp.timestamp() == timestamp;
            timestamp = rtp.timestamp();
        } else if (rtp.timestamp() != timestamp) {
            // What it may hold is older than what is kept.
            return;
        }
        PayloadDescriptor descriptor = packet.descriptor();
        if (isCompleted(descriptor)) {
            onFormat(descriptor instanceof H265Descriptor);
            sets.onPacket(
                    descriptor,
                    rtp.timestamp(),
                    rtp.bytes(),
                    rtp.payloadIndex(),
                    rtp.payloadLength());
            inserts = sequence > highest && mayInsert();
        }
    }

    private void onFormat(boolean isH265) {
        if (isH265 != h265) {
            h265 = isH265;
            sets = h265 ? ParameterSets.ofH265() : ParameterSets.ofH264();
        }
    }

    /// Where a packet is missing before this one it may be what holds new parameter sets; ours
    /// would come behind them, and take their place.
    private boolean mayInsert() {
        return !broken && sets.areLacking() && sets.areKnown();
    }

    /// Whether the packet that came last must have parameter sets before it.
    boolean inserts() {
        return inserts;
    }

    /// Whether the packet that came last keeps its number.
    boolean keepsNumber() {
        return !inserts && shift.isEmpty();
    }

    /// A packet with the parameter sets, to stand before the one that came last. Once, and before
    /// that is numbered.
    ///
    /// @param rtp that one; lent
    /// @return to be closed by the caller
    MediaPacket insert(RtpPacket rtp) {
        int length = RtpHeader.FIXED_LENGTH + sets.writtenLength();
        ByteBuf bytes =
                Unpooled.buffer(length)
                        .writeByte(0x80)
                        .writeByte(rtp.header().payloadType())
                        .writeShort(shift.insert())
                        .writeInt(rtp.timestamp())
                        .writeInt(rtp.ssrc());
        sets.write(bytes);
        try {
            RtpPacket inserted =
                    RtpPacket.of(bytes, RtpHeader.read(bytes), rtp.format(), rtp.arrivalNanos());
            PayloadDescriptor descriptor =
                    PayloadReader.of(rtp.format().encoding())
                            .read(bytes, inserted.payloadIndex(), inserted.payloadLength());
            return new MediaPacket(inserted, descriptor, DependencyDescriptor.UNKNOWN);
        } catch (MalformedPacketException wrong) {
            throw new IllegalStateException("parameter sets that were kept", wrong);
        } finally {
            bytes.release();
        }
    }

    /// 0..65535, of the packet that came last; [SequenceShift#NONE] if it is too old.
    int number() {
        return shift.number(sequence);
    }

    /// The same packet under another number.
    ///
    /// @param rtp lent
    /// @return to be closed by the caller
    static RtpPacket renumber(RtpPacket rtp, int sequenceNumber) {
        ByteBuf bytes = rtp.bytes().copy();
        bytes.setShort(bytes.readerIndex() + SEQUENCE_AT, sequenceNumber);
        try {
            return RtpPacket.of(bytes, RtpHeader.read(bytes), rtp.format(), rtp.arrivalNanos());
        } catch (MalformedPacketException wrong) {
            throw new IllegalStateException("a packet that was read before", wrong);
        } finally {
            bytes.release();
        }
    }
}
