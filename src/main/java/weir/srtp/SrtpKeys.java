package weir.srtp;

/// The master keys of both directions as DTLS exports them (RFC 5764 §4.2). A value, and a secret.
/// The arrays are not copied: nobody writes to them.
public record SrtpKeys(
        SrtpProfile profile,
        byte[] localKey,
        byte[] localSalt,
        byte[] remoteKey,
        byte[] remoteSalt) {

    @Override
    public String toString() {
        return profile.name();
    }
}
