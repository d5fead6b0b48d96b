package weir.bench.jmh;

import java.util.HexFormat;

/// How the payloads of a codec begin. Public for what JMH generates.
public enum VideoCodec {
    /// FU-A fragments of a slice, IDR or not (RFC 6184 §5.8).
    H264("7c8588", "7c019a"),
    /// With 15 bits of picture id, TL0PICIDX, TID and KEYIDX (RFC 7741 §4.2), as browsers send it.
    VP8("90f08001002010", "80f08001002011");

    private final byte[] keyFrame;
    private final byte[] otherFrame;

    VideoCodec(String keyFrame, String otherFrame) {
        this.keyFrame = HexFormat.of().parseHex(keyFrame);
        this.otherFrame = HexFormat.of().parseHex(otherFrame);
    }

    /// Lent, as is the other.
    byte[] keyFrame() {
        return keyFrame;
    }

    byte[] otherFrame() {
        return otherFrame;
    }
}
