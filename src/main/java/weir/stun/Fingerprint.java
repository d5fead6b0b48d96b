package weir.stun;

import java.util.zip.CRC32;

/// The FINGERPRINT attribute's checksum (RFC 8489 §14.7).
final class Fingerprint {
    private static final int MASK = 0x5354554e;

    private Fingerprint() {}

    /// @param length of the bytes before FINGERPRINT; the header's length field counts it already
    static int of(byte[] message, int length) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, length);
        return (int) crc.getValue() ^ MASK;
    }
}
