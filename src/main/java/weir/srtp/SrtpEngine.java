package weir.srtp;

/// Which library does the cryptography. A value. All engines have equal output.
public enum SrtpEngine {
    /// The JDK's own ciphers: always there; 1.1 kB of garbage a packet under GCM.
    JDK,
    /// OpenSSL 3 through `java.lang.foreign`: no garbage.
    LIBCRYPTO;

    /// The one without garbage where this machine has it, which no other was seen to beat. A trial
    /// of both at start chose by what the JIT had compiled by then. Loads the library.
    public static SrtpEngine preferred() {
        return LIBCRYPTO.isPresent() ? LIBCRYPTO : JDK;
    }

    /// Whether this machine has it.
    public boolean isPresent() {
        return switch (this) {
            case JDK -> true;
            case LIBCRYPTO -> Libcrypto.isPresent();
        };
    }
}
