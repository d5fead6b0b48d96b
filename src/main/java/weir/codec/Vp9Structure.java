package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The scalability structure of a VP9 payload descriptor, RFC 9628 §4.2.1. A value.
///
/// ```
///      | N_S |Y|G|-|-|-|
/// Y:   | WIDTH | HEIGHT | (16 bits each, N_S + 1 times)
/// G:   |      N_G      |
///      | TID |U| R |-|-| (N_G times)
///      |    P_DIFF     | (R times)
/// ```
public final class Vp9Structure {
    /// Of a packet that has none.
    public static final Vp9Structure ABSENT = new Vp9Structure(1, 0, 0, new int[0], new int[0]);

    private final int spatialLayers;
    private final int temporalLayers;
    private final int length;
    private final int[] sizes;
    private final int[] pictures;

    private Vp9Structure(
            int spatialLayers, int temporalLayers, int length, int[] sizes, int[] pictures) {
        this.spatialLayers = spatialLayers;
        this.temporalLayers = temporalLayers;
        this.length = length;
        this.sizes = sizes;
        this.pictures = pictures;
    }

    static Vp9Structure read(ByteBuf bytes, int start, int end) throws MalformedPacketException {
        int at = start;
        int head = octet(bytes, at++, end);
        int spatialLayers = (head >> 5) + 1;
        int[] sizes = new int[(head & 0x10) != 0 ? spatialLayers : 0];
        for (int i = 0; i < sizes.length; i++) {
            require(at + 4 <= end);
            sizes[i] = bytes.getInt(at);
            at += 4;
        }
        int[] pictures = new int[(head & 0x08) != 0 ? octet(bytes, at++, end) : 0];
        int temporalLayers = 0;
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = octet(bytes, at, end);
            at += 1 + (pictures[i] >> 2 & 0x03);
            temporalLayers = Math.max(temporalLayers, (pictures[i] >> 5) + 1);
        }
        require(at <= end);
        return new Vp9Structure(spatialLayers, temporalLayers, at - start, sizes, pictures);
    }

    private static int octet(ByteBuf bytes, int at, int end) throws MalformedPacketException {
        require(at < end);
        return bytes.getUnsignedByte(at);
    }

    private static void require(boolean kept) throws MalformedPacketException {
        CodecRule.require(kept, CodecRule.VP9_STRUCTURE_TRUNCATED);
    }

    /// 1..8
    public int spatialLayers() {
        return spatialLayers;
    }

    /// 1..8 as the picture group says; 0 without one.
    int temporalLayers() {
        return temporalLayers;
    }

    /// Pictures after which the pattern of temporal layers begins again; 0 if there is none.
    int pictures() {
        return pictures.length;
    }

    /// The temporal layer of a picture of the group.
    int temporalId(int picture) {
        return pictures[picture] >> 5;
    }

    /// In pixels; 0 if the structure does not say it.
    public int width(int spatialId) {
        return spatialId < sizes.length ? sizes[spatialId] >>> 16 : 0;
    }

    /// In pixels; 0 if the structure does not say it.
    public int height(int spatialId) {
        return spatialId < sizes.length ? sizes[spatialId] & 0xffff : 0;
    }

    /// Bytes on the wire.
    int length() {
        return length;
    }
}
