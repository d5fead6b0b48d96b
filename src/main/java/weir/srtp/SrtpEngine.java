package weir.srtp;

/// Which library does the cryptography. A value. All engines have equal output; which one is
/// fastest depends on the machine, and is measured at start.
public enum SrtpEngine {
    /// The JDK's own ciphers: always there; 1.1 kB of garbage a packet under GCM.
    JDK,
    /// OpenSSL 3 through `java.lang.foreign`: no garbage.
    LIBCRYPTO;

    /// Whether this machine has it.
    public boolean isPresent() {
        return switch (this) {
            case JDK -> true;
            case LIBCRYPTO -> Libcrypto.isPresent();
        };
    }
}
