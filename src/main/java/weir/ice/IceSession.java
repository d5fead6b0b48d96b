package weir.ice;

/// The credentials of both sides, which name one ICE session; a restart begins another (RFC 8445
/// §9). A value.
public record IceSession(IceCredentials local, IceCredentials remote) {}
