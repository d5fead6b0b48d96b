package weir.dtls;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Datagrams that a DTLS endpoint must survive.
final class Garbage {
    private Garbage() {}

    /// Random bytes, or random contents in records whose headers are likely.
    static byte[] datagram(Random random) {
        if (random.nextInt(4) == 0) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        }
        int length = random.nextInt(60);
        byte[] record = new byte[13 + length + (random.nextInt(4) == 0 ? 3 : 0)];
        random.nextBytes(record);
        record[0] = (byte) (20 + random.nextInt(4));
        record[1] = (byte) 0xFE;
        record[2] = (byte) (random.nextInt(3) == 0 ? 0xFF : 0xFD);
        record[3] = 0;
        record[4] = (byte) random.nextInt(2);
        record[11] = 0;
        record[12] = (byte) length;
        if (length >= 12 && record[0] == 22 && record[4] == 0) {
            likelyHandshakeHeader(random, record, length);
        }
        return record;
    }

    private static void likelyHandshakeHeader(Random random, byte[] record, int length) {
        int fragmentLength = length - 12;
        record[13] = (byte) random.nextInt(21);
        record[14] = 0;
        record[15] = (byte) random.nextInt(0x41);
        record[17] = 0;
        record[18] = (byte) random.nextInt(8);
        record[19] = 0;
        record[20] = 0;
        record[21] = (byte) random.nextInt(100);
        record[22] = 0;
        record[23] = 0;
        record[24] = (byte) fragmentLength;
    }

    /// A datagram that once was good, with some bytes changed, cut off or added.
    static byte[] mutated(Random random, List<byte[]> good) {
        byte[] bytes = good.get(random.nextInt(good.size())).clone();
        if (random.nextInt(3) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
        }
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int limit = random.nextBoolean() ? Math.min(30, bytes.length) : bytes.length;
            bytes[random.nextInt(limit)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
