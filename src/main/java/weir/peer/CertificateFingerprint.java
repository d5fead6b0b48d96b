package weir.peer;

/// What the DTLS certificate must hash to (`a=fingerprint`, RFC 8122 §5). A value.
///
/// @param algorithm the hash's name in lower case: `sha-256`
/// @param hex       upper-case pairs of digits with colons between
public record CertificateFingerprint(String algorithm, String hex) {}
