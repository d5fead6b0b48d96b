package weir.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.net.InetSocketAddress;
import java.util.List;

/// Writes one STUN message, attribute by attribute in the order of the calls. Owned by whom it was
/// begun by, and of no use after [#signed(StunKey)] or [#unsigned()].
///
/// The bytes lie in an unpooled buffer on the heap: messages are few, and one that is never sent
/// costs nothing but garbage.
public final class StunWriter {
    private static final int INITIAL_CAPACITY = 160;
    private static final int LENGTH_INDEX = 2;
    private static final int FINGERPRINT_LENGTH = 4;

    private final ByteBuf bytes = Unpooled.buffer(INITIAL_CAPACITY);

    private StunWriter(StunClass messageClass, TransactionId id) {
        int classBits = messageClass.ordinal();
        bytes.writeShort(StunMessage.BINDING | (classBits & 2) << 7 | (classBits & 1) << 4);
        bytes.writeShort(0).writeInt(StunMessage.COOKIE);
        bytes.writeInt(id.high()).writeLong(id.low());
    }

    public static StunWriter bindingRequest(TransactionId id) {
        return new StunWriter(StunClass.REQUEST, id);
    }

    /// @param id of the request
    public static StunWriter success(TransactionId id) {
        return new StunWriter(StunClass.SUCCESS_RESPONSE, id);
    }

    /// @param id of the request
    public static StunWriter error(TransactionId id, StunError error) {
        StunWriter writer = new StunWriter(StunClass.ERROR_RESPONSE, id);
        byte[] reason = error.reason().getBytes(UTF_8);
        writer.begin(AttributeType.ERROR_CODE, 4 + reason.length)
                .writeShort(0)
                .writeByte(error.code() / 100)
                .writeByte(error.code() % 100)
                .writeBytes(reason);
        return writer.padded();
    }

    /// @param username at most 508 bytes in UTF-8; for ICE `REMOTE:LOCAL`, seen from the sender
    public StunWriter username(String username) {
        byte[] value = username.getBytes(UTF_8);
        begin(AttributeType.USERNAME, value.length).writeBytes(value);
        return padded();
    }

    /// @param priority 0..2^32-1
    public StunWriter priority(long priority) {
        begin(AttributeType.PRIORITY, 4).writeInt((int) priority);
        return this;
    }

    public StunWriter useCandidate() {
        begin(AttributeType.USE_CANDIDATE, 0);
        return this;
    }

    /// @param tieBreaker 64 bits, unsigned
    public StunWriter iceControlling(long tieBreaker) {
        begin(AttributeType.ICE_CONTROLLING, 8).writeLong(tieBreaker);
        return this;
    }

    /// @param tieBreaker 64 bits, unsigned
    public StunWriter iceControlled(long tieBreaker) {
        begin(AttributeType.ICE_CONTROLLED, 8).writeLong(tieBreaker);
        return this;
    }

    /// @param address resolved
    public StunWriter xorMappedAddress(InetSocketAddress address) {
        begin(AttributeType.XOR_MAPPED_ADDRESS, 4 + address.getAddress().getAddress().length);
        XorAddress.write(bytes, address);
        return this;
    }

    /// @param types each 0..65535
    public StunWriter unknownAttributes(List<Integer> types) {
        begin(AttributeType.UNKNOWN_ATTRIBUTES, 2 * types.size());
        types.forEach(bytes::writeShort);
        return padded();
    }

    /// Ends the message with MESSAGE-INTEGRITY and FINGERPRINT.
    ///
    /// @return the caller's
    public ByteBuf signed(StunKey key) {
        byte[] signature = key.sign(bytes.array(), bytes.writerIndex());
        begin(AttributeType.MESSAGE_INTEGRITY, signature.length).writeBytes(signature);
        return unsigned();
    }

    /// Ends the message with FINGERPRINT alone.
    ///
    /// @return the caller's
    public ByteBuf unsigned() {
        int length = bytes.writerIndex();
        begin(AttributeType.FINGERPRINT, FINGERPRINT_LENGTH);
        // The checksum covers a length that counts its own attribute.
        int behindHeader = bytes.writerIndex() + FINGERPRINT_LENGTH - StunMessage.HEADER_LENGTH;
        bytes.setShort(LENGTH_INDEX, behindHeader);
        return bytes.writeInt(Fingerprint.of(bytes.array(), length));
    }

    private ByteBuf begin(AttributeType type, int length) {
        return bytes.writeShort(type.code()).writeShort(length);
    }

    private StunWriter padded() {
        bytes.writeZero(-bytes.writerIndex() & 3);
        return this;
    }
}
