package weir.sdp;

import java.util.Optional;

/// The values of `a=ice-ufrag` and `a=ice-pwd` (RFC 8839 §5.4), which go together. A value; the
/// password is a secret and stays out of [#toString()].
///
/// @param userFragment 4..256 characters
/// @param password     22..256 characters
public record IceAttributes(String userFragment, String password) {
    private static final int USER_FRAGMENT_LENGTH_MIN = 4;
    private static final int PASSWORD_LENGTH_MIN = 22;
    private static final int LENGTH_MAX = 256;

    public IceAttributes {
        SdpText.require(
                isCredential(userFragment, USER_FRAGMENT_LENGTH_MIN)
                        && isCredential(password, PASSWORD_LENGTH_MIN),
                SdpRule.CREDENTIALS_INVALID.clause());
    }

    /// @return empty if one is too short, too long or not made of visible characters
    public static Optional<IceAttributes> of(String userFragment, String password) {
        return isCredential(userFragment, USER_FRAGMENT_LENGTH_MIN)
                        && isCredential(password, PASSWORD_LENGTH_MIN)
                ? Optional.of(new IceAttributes(userFragment, password))
                : Optional.empty();
    }

    /// The RFC allows letters, digits, `+` and `/`; other visible characters harm nobody.
    private static boolean isCredential(String text, int lengthMin) {
        return text.length() >= lengthMin
                && text.length() <= LENGTH_MAX
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public String toString() {
        return userFragment;
    }
}
