package weir.srtp;

/// The protection profiles Weir speaks (RFC 5764 §4.1.2, RFC 7714 §14.2), the preferred one first.
/// A value.
public enum SrtpProfile {
    AEAD_AES_128_GCM(0x0007, 12, 16),
    AES128_CM_HMAC_SHA1_80(0x0001, 14, 10);

    /// Bytes of the master key in both profiles.
    public static final int KEY_LENGTH = 16;

    private static final int SRTCP_WORD_LENGTH = 4;

    private final int id;
    private final int saltLength;
    private final int tagLength;

    SrtpProfile(int id, int saltLength, int tagLength) {
        this.id = id;
        this.saltLength = saltLength;
        this.tagLength = tagLength;
    }

    /// The number in the DTLS extension `use_srtp`.
    public int id() {
        return id;
    }

    /// Bytes of the master salt.
    public int saltLength() {
        return saltLength;
    }

    /// Bytes that protection adds to an RTP packet; SRTCP has four more, its index.
    public int tagLength() {
        return tagLength;
    }

    /// Bytes that protection adds to an RTCP packet: the tag, and the word of E bit and index.
    int srtcpOverhead() {
        return tagLength + SRTCP_WORD_LENGTH;
    }

    /// Where the word of E bit and index stands in a protected RTCP packet: before the tag in
    /// RFC 3711 §3.4, behind it in RFC 7714 §9.
    ///
    /// @param clearLength bytes of the packet in the clear
    int srtcpWordOffset(int clearLength) {
        return switch (this) {
            case AEAD_AES_128_GCM -> clearLength + tagLength;
            case AES128_CM_HMAC_SHA1_80 -> clearLength;
        };
    }

    /// Bytes of the session authentication key; an AEAD has none.
    int authenticationKeyLength() {
        return switch (this) {
            case AEAD_AES_128_GCM -> 0;
            case AES128_CM_HMAC_SHA1_80 -> 20;
        };
    }
}
