package weir.tls;

/// A certificate or its key cannot be used. The message begins with the setting that is to blame,
/// and holds no secret.
public final class UnusableCertificateException extends Exception {
    UnusableCertificateException(String setting, String rule, Object value) {
        super(setting + " " + rule + ", is " + value, null, false, false);
    }
}
