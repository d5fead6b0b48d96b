package weir.app;

import io.netty.channel.epoll.Epoll;

import weir.access.KeyFile;
import weir.admin.VertxMeters;
import weir.cascade.TokenFile;
import weir.cluster.DrainState;
import weir.config.WeirConfig;
import weir.http.HttpFront;
import weir.tls.CertificateWatch;
import weir.tls.HttpsConfig;
import weir.tls.UnusableCertificateException;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// What a node has before it joins its cluster: what it was told, and what it found here. A value,
/// with secrets.
///
/// @param loops how many event loops it has
record Setup(
        WeirConfig config,
        Ports ports,
        List<KeyFile> keyFiles,
        TokenFile tokens,
        HttpFront front,
        SecureRandom random,
        int loops,
        VertxMeters meters,
        DrainState drain) {

    /// Reads the files that settings name, which are not read with the settings themselves.
    ///
    /// @throws IOException that tells which setting is wrong, for want of a file or by what it
    ///     holds
    static void requireFiles(WeirConfig config) throws IOException {
        KeyFile.read(config.access().jwt());
        TokenFile.read(config.cascade().tokenFile());
    }

    /// @throws IOException if a port is not free, or a key or the certificate cannot be used
    static Setup of(WeirConfig config) throws IOException {
        SecureRandom random = new SecureRandom();
        Ports ports = Ports.probe(config.http(), config.https(), config.transport());
        HttpFront front =
                new HttpFront(
                        config.http(),
                        config.https(),
                        config.limits(),
                        ports.http(),
                        certificate(config.https(), random));
        return new Setup(
                config,
                ports,
                KeyFile.read(config.access().jwt()),
                TokenFile.read(config.cascade().tokenFile()),
                front,
                random,
                eventLoops(),
                new VertxMeters(),
                new DrainState());
    }

    /// Empty where HTTPS is not served.
    private static Optional<CertificateWatch> certificate(HttpsConfig https, SecureRandom random)
            throws IOException {
        try {
            return https.isServed()
                    ? Optional.of(CertificateWatch.open(https, random).start())
                    : Optional.empty();
        } catch (UnusableCertificateException unusable) {
            throw new IOException(unusable.getMessage());
        }
    }

    /// Where there is no native transport one loop owns the only sockets.
    private static int eventLoops() {
        boolean native_ = Epoll.isAvailable();
        return native_ ? Runtime.getRuntime().availableProcessors() : 1;
    }
}
