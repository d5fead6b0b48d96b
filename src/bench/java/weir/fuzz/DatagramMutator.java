package weir.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages datagrams: bits, numbers and lengths changed, pieces lost, moved and put together.
final class DatagramMutator {
    private static final int LENGTH_MAX = 1500;
    private static final int NOISE_OF = 10;
    private static final int LONG_OF = 1000;
    private static final int STUN_HEADER = 20;
    private static final int FINGERPRINT = 8;
    private static final int[] FIRST_BYTES = {0, 1, 3, 20, 21, 22, 23, 63, 64, 128, 144, 191, 255};
    private static final int[] NUMBERS = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xfffe, 0xffff};

    private final Random random;

    DatagramMutator(Random random) {
        this.random = random;
    }

    /// @param seeds of real sessions
    /// @return never a check that its session would take for a new one
    byte[] next(List<byte[]> seeds) {
        if (seeds.isEmpty() || random.nextInt(NOISE_OF) == 0) {
            return noise();
        }
        byte[] damaged = mutate(seeds.get(random.nextInt(seeds.size())), seeds);
        if (seeds.stream().anyMatch(seed -> isStillSigned(damaged, seed))) {
            damaged[8 + random.nextInt(12)] ^= (byte) (1 + random.nextInt(255));
        }
        return damaged;
    }

    /// What comes after MESSAGE-INTEGRITY, and the length, may change without harm (RFC 8489
    /// §14.5): who repeats a check later than it is remembered is not who damages it.
    private static boolean isStillSigned(byte[] damaged, byte[] seed) {
        int signed = seed.length - FINGERPRINT;
        return signed >= STUN_HEADER
                && damaged.length >= signed
                && seed[0] >= 0
                && seed[0] < 4
                && damaged[0] == seed[0]
                && damaged[1] == seed[1]
                && Arrays.equals(damaged, 4, signed, seed, 4, signed);
    }

    /// @param others what pieces are taken from
    byte[] mutate(byte[] datagram, List<byte[]> others) {
        byte[] damaged = datagram.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            damaged = damage(damaged, others);
        }
        return damaged;
    }

    private byte[] noise() {
        int max = random.nextInt(LONG_OF) == 0 ? 9000 : LENGTH_MAX;
        byte[] noise = bytes(random.nextInt(random.nextBoolean() ? 64 : max));
        if (noise.length > 0) {
            noise[0] = (byte) FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
        }
        return noise;
    }

    private byte[] damage(byte[] bytes, List<byte[]> others) {
        if (bytes.length < 2) {
            return noise();
        }
        int at = place(bytes.length);
        switch (random.nextInt(9)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> put(bytes, at, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> put(bytes, at, bytes.length + random.nextInt(9) - 4);
            case 4 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 5 -> {
                return join(bytes, bytes.length, bytes(random.nextInt(40)), 0);
            }
            case 6 -> {
                byte[] other = others.get(random.nextInt(others.size()));
                return join(bytes, at, other, Math.min(at, other.length));
            }
            case 7 -> {
                return join(bytes, at, bytes, place(bytes.length));
            }
            default -> {
                int from = random.nextInt(bytes.length);
                int length = random.nextInt(bytes.length - Math.max(at, from));
                System.arraycopy(bytes, from, bytes, at, length);
            }
        }
        return bytes;
    }

    /// Mostly in a header.
    private int place(int length) {
        return random.nextInt(random.nextInt(4) > 0 ? Math.min(length, 40) : length);
    }

    private static void put(byte[] bytes, int at, int number) {
        bytes[at] = (byte) (number >> 8);
        if (at + 1 < bytes.length) {
            bytes[at + 1] = (byte) number;
        }
    }

    private static byte[] join(byte[] start, int to, byte[] end, int from) {
        int kept = Math.min(LENGTH_MAX, to);
        byte[] joined = Arrays.copyOf(start, Math.min(LENGTH_MAX, kept + end.length - from));
        System.arraycopy(end, from, joined, kept, joined.length - kept);
        return joined;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
