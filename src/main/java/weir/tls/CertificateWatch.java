package weir.tls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The identity that is shown now, and the next one as soon as its files change. Files are looked
/// at on a virtual thread; what is there cannot be used: the one before stays. Any thread.
public final class CertificateWatch {
    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final HttpsConfig config;
    private final SecureRandom random;
    private final AtomicLong loaded = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<Consumer<TlsIdentity>> listeners = new CopyOnWriteArrayList<>();
    private volatile TlsIdentity identity;
    private Optional<CertificateFiles.Stamp> seen;

    private CertificateWatch(HttpsConfig config, SecureRandom random)
            throws UnusableCertificateException {
        this.config = config;
        this.random = random;
        this.seen = stamp();
        this.identity = read();
    }

    /// Reads the files, or makes a certificate: blocks.
    public static CertificateWatch open(HttpsConfig config, SecureRandom random)
            throws UnusableCertificateException {
        return new CertificateWatch(config, random);
    }

    private Optional<CertificateFiles.Stamp> stamp() {
        return config.files().map(CertificateFiles::stamp);
    }

    private TlsIdentity read() throws UnusableCertificateException {
        Optional<CertificateFiles> files = config.files();
        if (files.isPresent()) {
            return files.get().read();
        }
        LocalNames names = LocalNames.ofThisMachine();
        return config.selfSignedFile().isEmpty()
                ? SelfSigned.create(random, names)
                : SelfSigned.kept(Path.of(config.selfSignedFile()), random, names);
    }

    public TlsIdentity identity() {
        return identity;
    }

    public CertificateStats stats() {
        return new CertificateStats(loaded.get(), refused.get(), identity.notAfter());
    }

    /// @param listener given each new identity, on a thread of the watch
    public void onChange(Consumer<TlsIdentity> listener) {
        listeners.add(listener);
    }

    /// Looks for changes as long as the process lives.
    public CertificateWatch start() {
        Thread.ofVirtual().name("https-certificate").start(this::run);
        return this;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                try {
                    look();
                } catch (RuntimeException wrong) {
                    log.error("could not look for a new certificate", wrong);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Of files that cannot be used it is told once, until they change again: between the two files
    /// of a new pair they fit together badly for a moment.
    void look() {
        Optional<CertificateFiles.Stamp> now = stamp();
        if (now.equals(seen) && !isMadeHereAndEnding()) {
            return;
        }
        boolean retried = now.equals(seen);
        seen = now;
        try {
            TlsIdentity next = read();
            identity = next;
            listeners.forEach(listener -> show(listener, next));
            loaded.incrementAndGet();
            log.info("HTTPS shows a new certificate: {}", next);
        } catch (UnusableCertificateException unusable) {
            if (retried && refused.get() > 0) {
                return;
            }
            refused.incrementAndGet();
            log.warn("HTTPS keeps its certificate {}: {}", identity, unusable.getMessage());
        }
    }

    private static void show(Consumer<TlsIdentity> listener, TlsIdentity next) {
        try {
            listener.accept(next);
        } catch (RuntimeException wrong) {
            log.error("a listener of HTTPS keeps its certificate", wrong);
        }
    }

    private boolean isMadeHereAndEnding() {
        return config.isSelfSigned()
                && identity.notAfter().isBefore(Instant.now().plus(SelfSigned.RENEWED_BEFORE));
    }
}
