package weir.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One STUN message as it was received (RFC 8489 §5). A value, with bytes of its own.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |0 0|   class and method        |   bytes behind the header     |
/// |                   magic cookie 0x2112A442                     |
/// |                   transaction id (12 bytes)                   |
/// |        attribute type         |  bytes of value, unpadded     |
/// |              value, padded to a multiple of 4                 | …
/// ```
///
/// Of an attribute that stands there twice the first counts, and what follows MESSAGE-INTEGRITY,
/// other than FINGERPRINT, is not there at all (RFC 8489 §14, §14.5). No attribute is demanded:
/// what a request lacks is the caller's to judge.
public final class StunMessage {
    public static final int BINDING = 0x001;

    static final int HEADER_LENGTH = 20;
    static final int ATTRIBUTE_HEADER = 4;
    static final int COOKIE = 0x2112a442;

    /// @param index of the value's first byte
    /// @param length of the value without padding
    record Attribute(int code, int index, int length) {}

    /// Read by index only.
    private final ByteBuffer bytes;

    private final List<Attribute> attributes;

    /// @param bytes as they came, no more than the message
    StunMessage(byte[] bytes, List<Attribute> attributes) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.attributes = attributes;
    }

    /// Reads the message that fills the datagram from its reader index on, and moves nothing. A
    /// FINGERPRINT, if there is one, is right; whether the message is authentic is not said.
    ///
    /// @param datagram lent
    /// @throws MalformedPacketException if the bytes break a rule of RFC 8489 §5 or §14
    public static StunMessage read(ByteBuf datagram) throws MalformedPacketException {
        return StunReader.read(datagram);
    }

    /// The receiver's user fragment in the USERNAME of a binding request (RFC 8445 §7.2.2), read
    /// without looking at the rest: cheap, and proves nothing. It tells a datagram's session.
    ///
    /// @param datagram lent; any bytes
    /// @return empty if this is not a binding request with a USERNAME of two parts
    public static Optional<String> findLocalUserFragment(ByteBuf datagram) {
        return StunReader.findLocalUserFragment(datagram);
    }

    public StunClass messageClass() {
        int type = type();
        return StunClass.values()[(type >> 7 & 2) | (type >> 4 & 1)];
    }

    /// 0..4095; [#BINDING] is ICE's only one.
    public int method() {
        int type = type();
        return type & 0x000f | (type & 0x00e0) >> 1 | (type & 0x3e00) >> 2;
    }

    private int type() {
        return bytes.getShort(0);
    }

    public boolean isBinding(StunClass messageClass) {
        return method() == BINDING && messageClass() == messageClass;
    }

    public TransactionId transactionId() {
        return new TransactionId(bytes.getInt(8), bytes.getLong(12));
    }

    /// Bytes of the whole message.
    public int length() {
        return bytes.capacity();
    }

    public Optional<String> username() {
        return find(AttributeType.USERNAME)
                .map(a -> new String(bytes.array(), a.index(), a.length(), UTF_8));
    }

    /// The priority that the sender's candidate has in its own eyes, 0..2^32-1.
    public OptionalLong priority() {
        return find(AttributeType.PRIORITY)
                .map(a -> OptionalLong.of(Integer.toUnsignedLong(bytes.getInt(a.index()))))
                .orElse(OptionalLong.empty());
    }

    /// Whether the controlling agent nominates the pair.
    public boolean useCandidate() {
        return find(AttributeType.USE_CANDIDATE).isPresent();
    }

    /// The tie-breaker of a sender that believes it is controlled; 64 bits, unsigned.
    public OptionalLong iceControlled() {
        return findLong(AttributeType.ICE_CONTROLLED);
    }

    /// The tie-breaker of a sender that believes it is controlling; 64 bits, unsigned.
    public OptionalLong iceControlling() {
        return findLong(AttributeType.ICE_CONTROLLING);
    }

    /// Where a request came from as its receiver saw it.
    public Optional<InetSocketAddress> xorMappedAddress() {
        return find(AttributeType.XOR_MAPPED_ADDRESS).map(a -> XorAddress.read(bytes, a.index()));
    }

    /// 300..699
    public OptionalInt errorCode() {
        return find(AttributeType.ERROR_CODE)
                .map(a -> OptionalInt.of(errorCode(a.index())))
                .orElse(OptionalInt.empty());
    }

    private int errorCode(int index) {
        return 100 * (bytes.get(index + 2) & 0x07) + bytes.get(index + 3);
    }

    /// The attribute types that the sender of an error did not know; each 0..65535.
    public List<Integer> unknownAttributes() {
        List<Integer> types = new ArrayList<>();
        find(AttributeType.UNKNOWN_ATTRIBUTES)
                .ifPresent(
                        a -> {
                            for (int at = 0; at + 2 <= a.length(); at += 2) {
                                types.add(Short.toUnsignedInt(bytes.getShort(a.index() + at)));
                            }
                        });
        return List.copyOf(types);
    }

    /// The types of the attributes that we do not know and may not skip (RFC 8489 §14), once each.
    public List<Integer> unknownRequired() {
        return attributes.stream()
                .map(Attribute::code)
                .filter(AttributeType::isUnknownRequired)
                .distinct()
                .toList();
    }

    public boolean hasMessageIntegrity() {
        return find(AttributeType.MESSAGE_INTEGRITY).isPresent();
    }

    public boolean hasFingerprint() {
        return find(AttributeType.FINGERPRINT).isPresent();
    }

    /// Whether MESSAGE-INTEGRITY is there and made with this key; takes as long for a wrong one as
    /// for the right one.
    public boolean isSignedBy(StunKey key) {
        Optional<Attribute> integrity = find(AttributeType.MESSAGE_INTEGRITY);
        if (integrity.isEmpty()) {
            return false;
        }
        int index = integrity.get().index();
        byte[] expected = key.sign(bytes.array(), index - ATTRIBUTE_HEADER);
        byte[] actual = Arrays.copyOfRange(bytes.array(), index, index + StunKey.INTEGRITY_LENGTH);
        return MessageDigest.isEqual(expected, actual);
    }

    private OptionalLong findLong(AttributeType type) {
        return find(type)
                .map(a -> OptionalLong.of(bytes.getLong(a.index())))
                .orElse(OptionalLong.empty());
    }

    private Optional<Attribute> find(AttributeType type) {
        return attributes.stream().filter(a -> a.code() == type.code()).findFirst();
    }
}
