package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.Arrays;

/// The packet status chunks of transport feedback,
/// draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.1 to §3.1.4, of 16 bits each.
///
/// ```
/// |0| S |        run length       |  13 bits: so many packets have status S
/// |1|0|         symbols           |  14 packets of 1 bit each: not received, small delta
/// |1|1|         symbols           |  7 packets of 2 bits each
/// ```
///
/// A status is the number of its delta's bytes.
final class StatusChunks {
    static final byte NOT_RECEIVED = 0;
    static final byte SMALL = 1;
    static final byte LARGE = 2;

    private static final int RESERVED = 3;
    private static final int RUN_MAX = 0x1fff;
    private static final int SYMBOL_BITS = 14;
    private static final int VECTOR = 0x8000;
    private static final int TWO_BITS = 0x4000;

    private StatusChunks() {}

    /// What the last chunk has beyond the count is not looked at.
    static int[] read(ByteBuf body, int count) throws MalformedPacketException {
        int[] statuses = new int[count];
        for (int at = 0; at < count; ) {
            RtcpRule.RTCP_TRANSPORT_FEEDBACK_TRUNCATED.require(body.readableBytes() >= 2);
            int chunk = body.readUnsignedShort();
            at =
                    (chunk & VECTOR) == 0
                            ? readRun(chunk, statuses, at)
                            : readVector(chunk, statuses, at);
        }
        return statuses;
    }

    private static int readRun(int chunk, int[] statuses, int start)
            throws MalformedPacketException {
        int status = chunk >> 13;
        RtcpRule.RTCP_TRANSPORT_FEEDBACK_SYMBOL.require(status != RESERVED);
        int end = Math.min(start + (chunk & RUN_MAX), statuses.length);
        Arrays.fill(statuses, start, end, status);
        return end;
    }

    private static int readVector(int chunk, int[] statuses, int start)
            throws MalformedPacketException {
        int bits = (chunk & TWO_BITS) == 0 ? 1 : 2;
        int end = Math.min(start + SYMBOL_BITS / bits, statuses.length);
        int shift = SYMBOL_BITS;
        for (int at = start; at < end; at++) {
            shift -= bits;
            int status = chunk >> shift & (1 << bits) - 1;
            RtcpRule.RTCP_TRANSPORT_FEEDBACK_SYMBOL.require(status != RESERVED);
            statuses[at] = status;
        }
        return end;
    }

    /// Chooses each time the chunk that takes most, a run where it takes as much as a vector.
    static void write(byte[] statuses, ByteBuf out) {
        for (int at = 0; at < statuses.length; ) {
            int run = run(statuses, at);
            int bits = fitsOneBit(statuses, at) ? 1 : 2;
            int vector = Math.min(SYMBOL_BITS / bits, statuses.length - at);
            if (run >= vector) {
                out.writeShort(statuses[at] << 13 | run);
                at += run;
            } else {
                out.writeShort(vectorChunk(statuses, at, vector, bits));
                at += vector;
            }
        }
    }

    private static int run(byte[] statuses, int start) {
        int end = Math.min(start + RUN_MAX, statuses.length);
        int at = start + 1;
        while (at < end && statuses[at] == statuses[start]) {
            at++;
        }
        return at - start;
    }

    private static boolean fitsOneBit(byte[] statuses, int start) {
        int end = Math.min(start + SYMBOL_BITS, statuses.length);
        for (int at = start; at < end; at++) {
            if (statuses[at] == LARGE) {
                return false;
            }
        }
        return true;
    }

    private static int vectorChunk(byte[] statuses, int start, int length, int bits) {
        int chunk = bits == 1 ? VECTOR : VECTOR | TWO_BITS;
        for (int i = 0; i < length; i++) {
            chunk |= statuses[start + i] << SYMBOL_BITS - bits * (i + 1);
        }
        return chunk;
    }
}
