package weir.tls;

import io.vertx.core.net.KeyCertOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/// Who a server is: its certificate, those that vouch for it, and its key. A value, and a secret.
///
/// @param chain the server's own first
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final String ALIAS = "weir";

    /// Of key stores that stay in memory or are kept from others by their file's mode.
    static final char[] STORE_PASSWORD = "weir".toCharArray();

    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity has a certificate");
        }
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    /// Whether what the key signs is good by the certificate.
    boolean isConsistent() {
        byte[] text = {1, 2, 3};
        try {
            PublicKey shown = certificate().getPublicKey();
            Signature signature = Signature.getInstance(algorithm(shown));
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) { // a key of another kind
            return false;
        }
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case String other -> other;
        };
    }

    public KeyCertOptions options() {
        try {
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keyStore(), STORE_PASSWORD);
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509KeyManager ours) {
                    return KeyCertOptions.wrap(ours);
                }
            }
            throw new IllegalStateException("the JDK has no key manager for X.509");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, STORE_PASSWORD, chain.toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal() + " until " + notAfter();
    }
}
