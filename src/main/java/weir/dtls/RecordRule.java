package weir.dtls;

import weir.wire.MalformedPacketException;

/// The rules a DTLS record must keep to be shown to Bouncy Castle.
enum RecordRule implements MalformedPacketException.Rule {
    RECORD_TRUNCATED("RFC 6347 §4.1: 13 bytes of header, and the fragment lies in the datagram"),
    RECORD_TYPE_UNKNOWN("RFC 5246 §6.2.1: the content type is 20, 21, 22 or 23"),
    RECORD_VERSION_UNKNOWN("RFC 6347 §4.1: DTLS 1.2, or 1.0 before the version is agreed on"),
    RECORD_EPOCH_UNKNOWN("RFC 6347 §4.1: epoch 0 in the clear, 1 sealed; no renegotiation"),
    RECORD_TOO_LONG("RFC 6347 §4.1.1: a record fits one datagram, here 4096 bytes"),
    RECORD_EMPTY("RFC 5246 §6.2.1: no fragment of length 0 but of application data"),
    ALERT_INVALID("RFC 5246 §7.2: level 1 or 2, and a description"),
    CHANGE_CIPHER_SPEC_INVALID("RFC 5246 §7.1: a single byte of value 1"),
    APPLICATION_DATA_IN_CLEAR("RFC 6347 §4.1: application data is sealed"),
    HANDSHAKE_TRUNCATED("RFC 6347 §4.2.2: 12 bytes of header, and the fragment in the record"),
    HANDSHAKE_FRAGMENT_INVALID("RFC 6347 §4.2.3: the fragment lies within the message"),
    HANDSHAKE_MESSAGE_TOO_LONG("RFC 6347 §4.2.3: no message of a handshake needs 16 kB");

    private final String clause;

    RecordRule(String clause) {
        this.clause = clause;
    }

    @Override
    public String clause() {
        return clause;
    }
}
