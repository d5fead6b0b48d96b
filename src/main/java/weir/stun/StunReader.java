package weir.stun;

import static weir.stun.StunMessage.ATTRIBUTE_HEADER;
import static weir.stun.StunMessage.HEADER_LENGTH;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import weir.stun.StunMessage.Attribute;
import weir.wire.MalformedPacketException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns bytes into a [StunMessage] that cannot be wrong, or names the rule that they break.
final class StunReader {
    private static final int BINDING_REQUEST = 0x0001;
    private static final int LENGTH_INDEX = 2;
    private static final int COOKIE_INDEX = 4;

    private final byte[] bytes;
    private final ByteBuffer view;
    private final List<Attribute> attributes = new ArrayList<>();
    private boolean signed;
    private boolean fingerprinted;

    private StunReader(byte[] bytes) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes);
    }

    static StunMessage read(ByteBuf datagram) throws MalformedPacketException {
        requireHeader(datagram);
        StunReader reader = new StunReader(ByteBufUtil.getBytes(datagram));
        reader.readAttributes();
        return new StunMessage(reader.bytes, List.copyOf(reader.attributes));
    }

    private static void requireHeader(ByteBuf datagram) throws MalformedPacketException {
        int start = datagram.readerIndex();
        int available = datagram.readableBytes();
        require(available >= HEADER_LENGTH, StunRule.STUN_HEADER_TRUNCATED);
        require(datagram.getByte(start) >> 6 == 0, StunRule.STUN_TYPE_INVALID);
        boolean cookie = datagram.getInt(start + COOKIE_INDEX) == StunMessage.COOKIE;
        require(cookie, StunRule.STUN_COOKIE_WRONG);
        int length = datagram.getUnsignedShort(start + LENGTH_INDEX);
        require(length % 4 == 0, StunRule.STUN_LENGTH_UNALIGNED);
        require(length == available - HEADER_LENGTH, StunRule.STUN_LENGTH_WRONG);
    }

    private void readAttributes() throws MalformedPacketException {
        for (int at = HEADER_LENGTH; at < bytes.length; ) {
            require(!fingerprinted, StunRule.STUN_FINGERPRINT_NOT_LAST);
            int code = Short.toUnsignedInt(view.getShort(at));
            int length = Short.toUnsignedInt(view.getShort(at + 2));
            int next = at + ATTRIBUTE_HEADER + padded(length);
            require(next <= bytes.length, StunRule.STUN_ATTRIBUTE_TRUNCATED);
            add(new Attribute(code, at + ATTRIBUTE_HEADER, length));
            at = next;
        }
    }

    /// What stands behind MESSAGE-INTEGRITY anybody could have appended: only FINGERPRINT counts.
    private void add(Attribute attribute) throws MalformedPacketException {
        fingerprinted = attribute.code() == AttributeType.FINGERPRINT.code();
        if (!signed || fingerprinted) {
            requireValue(attribute);
            attributes.add(attribute);
        }
        signed |= attribute.code() == AttributeType.MESSAGE_INTEGRITY.code();
    }

    private void requireValue(Attribute attribute) throws MalformedPacketException {
        int code = attribute.code();
        int index = attribute.index();
        boolean lengthKept = AttributeType.allowsLength(code, attribute.length());
        require(lengthKept, StunRule.STUN_ATTRIBUTE_LENGTH_WRONG);
        if (code == AttributeType.XOR_MAPPED_ADDRESS.code()) {
            boolean valid = XorAddress.isValid(bytes[index + 1], attribute.length());
            require(valid, StunRule.STUN_ADDRESS_INVALID);
        } else if (code == AttributeType.ERROR_CODE.code()) {
            // The bits above the three of the class are reserved.
            int errorClass = bytes[index + 2] & 0x07;
            int number = bytes[index + 3];
            boolean valid = errorClass >= 3 && errorClass <= 6 && number >= 0 && number <= 99;
            require(valid, StunRule.STUN_ERROR_CODE_INVALID);
        } else if (code == AttributeType.FINGERPRINT.code()) {
            boolean right = view.getInt(index) == Fingerprint.of(bytes, index - ATTRIBUTE_HEADER);
            require(right, StunRule.STUN_FINGERPRINT_WRONG);
        }
    }

    static Optional<String> findLocalUserFragment(ByteBuf datagram) {
        int start = datagram.readerIndex();
        int end = datagram.writerIndex();
        if (end - start < HEADER_LENGTH
                || datagram.getUnsignedShort(start) != BINDING_REQUEST
                || datagram.getInt(start + COOKIE_INDEX) != StunMessage.COOKIE) {
            return Optional.empty();
        }
        int at = start + HEADER_LENGTH;
        while (end - at >= ATTRIBUTE_HEADER) {
            int length = datagram.getUnsignedShort(at + 2);
            int value = at + ATTRIBUTE_HEADER;
            if (length > end - value) {
                return Optional.empty();
            }
            if (datagram.getUnsignedShort(at) == AttributeType.USERNAME.code()) {
                return firstPart(datagram, value, length);
            }
            at = value + padded(length);
        }
        return Optional.empty();
    }

    private static Optional<String> firstPart(ByteBuf datagram, int index, int length) {
        int colon = datagram.indexOf(index, index + length, (byte) ':');
        return colon <= index
                ? Optional.empty()
                : Optional.of(datagram.toString(index, colon - index, StandardCharsets.UTF_8));
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private static void require(boolean kept, StunRule rule) throws MalformedPacketException {
        if (!kept) {
            throw new MalformedPacketException(rule);
        }
    }
}
