package weir.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.wire.MalformedPacketException;

import java.util.HexFormat;

/// Payloads written by hand, as hexadecimal digits with spaces.
final class Payloads {
    /// Bytes before and after each payload, so that whoever reads outside of it is found out.
    private static final int AROUND = 3;

    private Payloads() {}

    static PayloadDescriptor read(PayloadReader reader, String hex)
            throws MalformedPacketException {
        return read(reader, bytes(hex));
    }

    static PayloadDescriptor read(PayloadReader reader, byte[] payload)
            throws MalformedPacketException {
        ByteBuf around = Unpooled.buffer().writeZero(AROUND).writeBytes(payload).writeZero(AROUND);
        return reader.read(around, AROUND, payload.length);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
