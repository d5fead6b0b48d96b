package weir.cascade;

import weir.ice.IceCredentials;

import java.util.Base64;
import java.util.random.RandomGenerator;

/// Makes the ICE credentials of one end of a link (RFC 8445 §5.3 wants 24 and 128 random bits).
final class LinkCredentials {
    private static final int USER_FRAGMENT_BYTES = 12;
    private static final int PASSWORD_BYTES = 24;

    private LinkCredentials() {}

    static IceCredentials create(RandomGenerator random) {
        return new IceCredentials(text(random, USER_FRAGMENT_BYTES), text(random, PASSWORD_BYTES));
    }

    /// Standard Base64 is made of ice-chars only; padding is not needed for these lengths.
    private static String text(RandomGenerator random, int bytes) {
        byte[] bits = new byte[bytes];
        random.nextBytes(bits);
        return Base64.getEncoder().encodeToString(bits);
    }
}
