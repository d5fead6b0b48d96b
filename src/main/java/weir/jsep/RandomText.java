package weir.jsep;

import weir.ice.IceCredentials;

import java.util.random.RandomGenerator;

/// What we make up for each session, of the characters that ICE allows.
final class RandomText {
    private static final int USER_FRAGMENT_LENGTH = 16;
    private static final int PASSWORD_LENGTH = 32;
    private static final int CNAME_LENGTH = 20;

    /// RFC 8839 §5.4: ice-char.
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private RandomText() {}

    static IceCredentials iceCredentials(RandomGenerator random) {
        return new IceCredentials(of(USER_FRAGMENT_LENGTH, random), of(PASSWORD_LENGTH, random));
    }

    /// RFC 7022: a name that says nothing.
    static String cname(RandomGenerator random) {
        return of(CNAME_LENGTH, random);
    }

    private static String of(int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }
}
