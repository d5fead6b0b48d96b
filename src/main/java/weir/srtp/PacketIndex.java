package weir.srtp;

/// The 48-bit index of an SRTP packet, of which only the lower 16 bits, the sequence number, are on
/// the wire; the upper 32 are the roll-over counter (RFC 3711 §3.3.1).
final class PacketIndex {
    /// The last index under one master key; after it the key must be replaced (RFC 3711 §9.2).
    static final long MAX = (1L << 48) - 1;

    private static final int HALF = 0x8000;

    private PacketIndex() {}

    /// The index that a sequence number most likely means. Sender and receiver both place the first
    /// packet of an SSRC in roll-over 0.
    ///
    /// @param highest        the highest index of the SSRC so far, -1 before the first
    /// @param sequenceNumber 0..65535
    /// @return at most 32768 from the highest; negative if it lies before roll-over 0
    static long estimate(long highest, int sequenceNumber) {
        if (highest < 0) {
            return sequenceNumber;
        }
        long rollover = highest >> 16;
        int last = (int) highest & 0xffff;
        if (last < HALF) {
            rollover -= sequenceNumber - last > HALF ? 1 : 0;
        } else {
            rollover += last - HALF > sequenceNumber ? 1 : 0;
        }
        return (rollover << 16) + sequenceNumber;
    }
}
