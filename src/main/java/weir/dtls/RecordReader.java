package weir.dtls;

import io.netty.buffer.ByteBuf;

import weir.peer.DtlsRole;
import weir.wire.MalformedPacketException;

/// Cuts datagrams into DTLS records (RFC 6347 §4.1) and refuses those that could harm.
///
/// Bouncy Castle trusts some of what nobody has authenticated yet: it allocates whatever length a
/// handshake message claims, takes the version of the first record for that of all, skips a
/// datagram whose first record is of a later epoch, and drops as replayed what follows a forged
/// sequence number. So it is shown single records that are well-formed, and those in the clear are
/// numbered anew: nothing authenticates their sequence numbers, nor needs them. One per
/// association.
///
/// ```
/// |  type (8)  | version (16) | epoch (16) | sequence number (48) | length (16) | fragment …
/// ```
final class RecordReader {
    /// Bytes of a record with its header; WebRTC's datagrams are below 1500.
    static final int RECORD_MAX = 4096;

    static final int HEADER_LENGTH = 13;

    private static final int HANDSHAKE_HEADER_LENGTH = 12;
    private static final int HANDSHAKE_MESSAGE_MAX = 16_384;

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private static final int CLIENT_HELLO = 1;
    private static final int HELLO_VERIFY_REQUEST = 3;

    private static final int WARNING = 1;
    private static final int FATAL = 2;

    private static final int DTLS_1_0 = 0xFEFF;
    private static final int DTLS_1_2 = 0xFEFD;

    private final DtlsRole localRole;
    private int clearRecords;

    RecordReader(DtlsRole localRole) {
        this.localRole = localRole;
    }

    /// Reads the next record, header included, and moves the reader index past it.
    ///
    /// @param datagram with at least one byte to read; lent
    /// @throws MalformedPacketException if the rest of the datagram must not be used
    byte[] read(ByteBuf datagram) throws MalformedPacketException {
        require(datagram.readableBytes() >= HEADER_LENGTH, RecordRule.RECORD_TRUNCATED);
        int start = datagram.readerIndex();
        int type = datagram.getUnsignedByte(start);
        int epoch = datagram.getUnsignedShort(start + 3);
        int length = datagram.getUnsignedShort(start + 11);
        require(HEADER_LENGTH + length <= datagram.readableBytes(), RecordRule.RECORD_TRUNCATED);
        require(HEADER_LENGTH + length <= RECORD_MAX, RecordRule.RECORD_TOO_LONG);
        require(
                type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA,
                RecordRule.RECORD_TYPE_UNKNOWN);
        require(epoch <= 1, RecordRule.RECORD_EPOCH_UNKNOWN);
        require(length > 0, RecordRule.RECORD_EMPTY);
        requireVersion(datagram, type, epoch);
        if (epoch == 0) {
            requireClear(datagram.slice(start + HEADER_LENGTH, length), type);
        }
        byte[] record = new byte[HEADER_LENGTH + length];
        datagram.readBytes(record);
        if (epoch == 0) {
            renumber(record);
        }
        return record;
    }

    /// Tells whether a record that [#read] has let through belongs to the first message
    /// of a client.
    static boolean isClientHello(byte[] record) {
        return record[0] == HANDSHAKE
                && record[3] == 0
                && record[4] == 0
                && record[HEADER_LENGTH] == CLIENT_HELLO;
    }

    /// Bytes after the header of a record that is sealed, -1 if it is in the clear.
    static int sealedLength(byte[] record) {
        return record[4] == 0 ? -1 : record.length - HEADER_LENGTH;
    }

    /// DTLS 1.0 stands on what is sent before the version is agreed on (RFC 6347 §4.2.1).
    private void requireVersion(ByteBuf datagram, int type, int epoch)
            throws MalformedPacketException {
        int start = datagram.readerIndex();
        int version = datagram.getUnsignedShort(start + 1);
        int first = datagram.getUnsignedByte(start + HEADER_LENGTH);
        boolean early =
                epoch == 0
                        && switch (localRole) {
                            case SERVER -> true;
                            // Of a server no more than that: Bouncy Castle's client takes the
                            // version of the first record for the server's choice.
                            case CLIENT ->
                                    type == HANDSHAKE && first == HELLO_VERIFY_REQUEST
                                            || type == ALERT && first == FATAL;
                        };
        require(
                version == DTLS_1_2 || version == DTLS_1_0 && early,
                RecordRule.RECORD_VERSION_UNKNOWN);
    }

    private void renumber(byte[] record) {
        record[5] = 0;
        record[6] = 0;
        for (int i = 0, number = clearRecords++; i < 4; i++, number >>>= 8) {
            record[10 - i] = (byte) number;
        }
    }

    private static void requireClear(ByteBuf fragment, int type) throws MalformedPacketException {
        switch (type) {
            case CHANGE_CIPHER_SPEC ->
                    require(
                            fragment.readableBytes() == 1 && fragment.getByte(0) == 1,
                            RecordRule.CHANGE_CIPHER_SPEC_INVALID);
            case ALERT -> {
                int level = fragment.getUnsignedByte(0);
                require(
                        fragment.readableBytes() == 2 && (level == WARNING || level == FATAL),
                        RecordRule.ALERT_INVALID);
            }
            case HANDSHAKE -> requireHandshake(fragment);
            default -> throw new MalformedPacketException(RecordRule.APPLICATION_DATA_IN_CLEAR);
        }
    }

    /// Several messages may share a record.
    private static void requireHandshake(ByteBuf fragment) throws MalformedPacketException {
        while (fragment.isReadable()) {
            require(
                    fragment.readableBytes() >= HANDSHAKE_HEADER_LENGTH,
                    RecordRule.HANDSHAKE_TRUNCATED);
            int start = fragment.readerIndex();
            int messageLength = fragment.getUnsignedMedium(start + 1);
            int fragmentOffset = fragment.getUnsignedMedium(start + 6);
            int fragmentLength = fragment.getUnsignedMedium(start + 9);
            require(messageLength <= HANDSHAKE_MESSAGE_MAX, RecordRule.HANDSHAKE_MESSAGE_TOO_LONG);
            require(
                    fragmentOffset + fragmentLength <= messageLength,
                    RecordRule.HANDSHAKE_FRAGMENT_INVALID);
            require(
                    HANDSHAKE_HEADER_LENGTH + fragmentLength <= fragment.readableBytes(),
                    RecordRule.HANDSHAKE_TRUNCATED);
            fragment.skipBytes(HANDSHAKE_HEADER_LENGTH + fragmentLength);
        }
    }

    private static void require(boolean kept, RecordRule rule) throws MalformedPacketException {
        if (!kept) {
            throw new MalformedPacketException(rule);
        }
    }
}
