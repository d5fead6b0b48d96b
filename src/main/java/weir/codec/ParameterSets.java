package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The newest parameter sets of one source of H.264 or H.265, for those key frames that come
/// without them: some encoders send them once, and who joins later could not decode anything.
///
/// Sans-IO. Owned by the loop that its packets come to.
public final class ParameterSets {
    private static final int SETS_MAX = 8;

    /// Of all sets together with their lengths, so that they fit into one packet.
    private static final int BYTES_MAX = 1000;

    private static final int H264_FIRST = 7;
    private static final int H264_STAP_A_HEADER = 0x78;
    private static final int H265_FIRST = 32;
    private static final int H265_AGGREGATION_HEADER = 0x6001;

    /// One set; its type counts from the first type of parameter sets of the codec.
    private record Entry(int type, int id, byte[] unit) {}

    private final boolean h265;
    private final int types;
    private final Entry[] entries = new Entry[SETS_MAX];
    private int count;
    private int timestamp;

    /// Mask of the types that came in packets of this timestamp.
    private int present;

    private boolean lacking;

    private ParameterSets(boolean h265) {
        this.h265 = h265;
        this.types = h265 ? 3 : 2;
    }

    public static ParameterSets ofH264() {
        return new ParameterSets(false);
    }

    public static ParameterSets ofH265() {
        return new ParameterSets(true);
    }

    /// Each packet of the source in the order of arrival.
    ///
    /// @param descriptor of its payload
    /// @param bytes      lent
    /// @param index      absolute, of the payload's first byte
    /// @param length     bytes of the payload without padding
    public void onPacket(
            PayloadDescriptor descriptor,
            int packetTimestamp,
            ByteBuf bytes,
            int index,
            int length) {
        if (packetTimestamp != timestamp) {
            timestamp = packetTimestamp;
            present = 0;
        }
        lacking = false;
        switch (descriptor) {
            case H264Descriptor h264 -> {
                if (h264.nalUnitType() <= 24 && h264.nalUnitType() >= H264_FIRST) {
                    keepAll(bytes, index, length);
                }
                lacking = h264.firstIdrSlice() && !isComplete(present);
            }
            case H265Descriptor h265Descriptor -> {
                if (h265Descriptor.nalUnitType() <= 48
                        && h265Descriptor.nalUnitType() >= H265_FIRST) {
                    keepAll(bytes, index, length);
                }
                lacking = h265Descriptor.randomAccessStart() && !isComplete(present);
            }
            case PictureDescriptor _,
                    Av1Descriptor _,
                    PayloadDescriptor.Opaque _,
                    RedDescriptor _,
                    PayloadDescriptor.Empty _ -> {}
        }
    }

    private boolean isComplete(int mask) {
        return mask == (1 << types) - 1;
    }

    private void keepAll(ByteBuf bytes, int index, int length) {
        for (NalUnits units = new NalUnits(bytes, index, length, h265); units.next(); ) {
            int type = units.type() - (h265 ? H265_FIRST : H264_FIRST);
            if (type >= 0 && type < types) {
                present |= 1 << type;
                keep(bytes, type, units);
            }
        }
    }

    /// A set that cannot be read, or is too large, is forwarded and not kept.
    private void keep(ByteBuf bytes, int type, NalUnits units) {
        int id;
        try {
            id = readId(bytes, type, units.index(), units.end());
        } catch (MalformedPacketException _) {
            return;
        }
        int at = find(type, id);
        if (at >= 0 && isSame(entries[at].unit(), bytes, units)) {
            moveToEnd(at, entries[at]);
            return;
        }
        byte[] unit = new byte[units.length()];
        bytes.getBytes(units.index(), unit);
        if (at >= 0) {
            remove(at);
        }
        if (count == SETS_MAX) {
            remove(0);
        }
        entries[count++] = new Entry(type, id, unit);
        while (writtenLength() > BYTES_MAX) {
            remove(0);
        }
    }

    private int readId(ByteBuf bytes, int type, int index, int end)
            throws MalformedPacketException {
        if (!h265) {
            return type == 0
                    ? H264SequenceParameters.readId(bytes, index, end)
                    : new NalBits(bytes, index + 1, end).exponential();
        }
        return switch (type) {
            case 0 -> new NalBits(bytes, index + 2, end).bits(4);
            case 1 -> H265SequenceParameters.readId(bytes, index, end);
            default -> new NalBits(bytes, index + 2, end).exponential();
        };
    }

    private int find(int type, int id) {
        for (int i = 0; i < count; i++) {
            if (entries[i].type() == type && entries[i].id() == id) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(byte[] unit, ByteBuf bytes, NalUnits units) {
        if (unit.length != units.length()) {
            return false;
        }
        for (int i = 0; i < unit.length; i++) {
            if (unit[i] != bytes.getByte(units.index() + i)) {
                return false;
            }
        }
        return true;
    }

    private void moveToEnd(int at, Entry entry) {
        remove(at);
        entries[count++] = entry;
    }

    private void remove(int at) {
        System.arraycopy(entries, at + 1, entries, at, count - at - 1);
        entries[--count] = null;
    }

    /// The packet that came last begins an IDR (H.265: IRAP) picture, and not all parameter sets
    /// came before it with the same timestamp, or in it: who starts here needs [#write(ByteBuf)]
    /// first.
    public boolean areLacking() {
        return lacking;
    }

    /// Whether there is at least one of each type.
    public boolean areKnown() {
        int known = 0;
        for (int i = 0; i < count; i++) {
            known |= 1 << entries[i].type();
        }
        return isComplete(known);
    }

    /// Bytes that [#write(ByteBuf)] writes: at most 1,000.
    public int writtenLength() {
        int length = h265 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            length += 2 + entries[i].unit().length;
        }
        return length;
    }

    /// Appends the payload of one packet that aggregates all that are known: a STAP-A (RFC 6184
    /// §5.7.1) or an AP (RFC 7798 §4.4.2).
    public void write(ByteBuf payload) {
        if (h265) {
            payload.writeShort(H265_AGGREGATION_HEADER);
        } else {
            payload.writeByte(H264_STAP_A_HEADER);
        }
        for (int type = 0; type < types; type++) {
            for (int i = 0; i < count; i++) {
                if (entries[i].type() == type) {
                    payload.writeShort(entries[i].unit().length).writeBytes(entries[i].unit());
                }
            }
        }
    }
}
