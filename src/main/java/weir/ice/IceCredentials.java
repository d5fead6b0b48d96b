package weir.ice;

/// A user fragment and its password (RFC 8445 §5.3). A value; the password is a secret and stays
/// out of [#toString()].
///
/// @param userFragment 4..256 characters
/// @param password     22..256 characters
public record IceCredentials(String userFragment, String password) {
    @Override
    public String toString() {
        return userFragment;
    }
}
