package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.List;

/// Sources that end, RFC 3550 §6.6. A value. The reason is neither kept nor written.
///
/// ```
/// |V=2|P|    SC   |   PT=BYE=203  |             length            |
/// |                           SSRC/CSRC                         ...
/// ```
///
/// @param ssrcs 31 at most
public record Bye(List<Integer> ssrcs) implements RtcpPacket {
    static final int TYPE = 203;

    public Bye {
        if (ssrcs.size() > ENTRIES_MAX) {
            throw new IllegalArgumentException("BYE has 31 sources at most: " + ssrcs.size());
        }
        ssrcs = List.copyOf(ssrcs);
    }

    static Bye read(int count, ByteBuf body) throws MalformedPacketException {
        RtcpRule.RTCP_BYE_TRUNCATED.require(body.readableBytes() >= count * Integer.BYTES);
        return new Bye(CompoundReader.readSsrcs(body, count));
    }

    void write(ByteBuf out) {
        ssrcs.forEach(out::writeInt);
    }
}
