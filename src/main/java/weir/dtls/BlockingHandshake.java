package weir.dtls;

import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlertReceived;

import weir.peer.DtlsRole;
import weir.srtp.SrtpKeys;

import java.io.IOException;

/// One handshake, run from its first flight to its last by a thread that it blocks. Owned by that
/// thread; interrupting it ends the handshake.
final class BlockingHandshake {
    sealed interface Outcome {
        /// @param association for whoever drives it from now on, without waiting
        /// @param negotiation knows when the peer closes
        record Established(DTLSTransport association, SrtpNegotiation negotiation)
                implements Outcome {
            SrtpKeys keys() {
                return negotiation.keys();
            }
        }

        record Failed(String because) implements Outcome {}
    }

    private final DtlsRole role;
    private final DtlsConfig config;
    private final DtlsCertificate certificate;
    private final SrtpNegotiation negotiation;
    private final RecordChannel channel;

    BlockingHandshake(
            DtlsRole role,
            DtlsConfig config,
            DtlsCertificate certificate,
            FingerprintVerifier verifier,
            RecordChannel channel) {
        this.role = role;
        this.config = config;
        this.certificate = certificate;
        this.negotiation = new SrtpNegotiation(role, verifier, channel);
        this.channel = channel;
    }

    /// Returns when the last flight, or the alert, is in the channel, which is to be flushed.
    Outcome run() {
        Outcome outcome;
        try {
            DTLSTransport association =
                    switch (role) {
                        case SERVER -> accept();
                        case CLIENT -> connect();
                    };
            outcome = new Outcome.Established(association, negotiation);
        } catch (TlsFatalAlertReceived e) {
            outcome = new Outcome.Failed("the peer's alert: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            // Runtime exceptions too: Bouncy Castle has them for some of what a peer may send.
            outcome = new Outcome.Failed(String.valueOf(e.getMessage()));
        }
        channel.stopWaiting();
        return outcome;
    }

    private DTLSTransport accept() throws IOException {
        var protocol = new DTLSServerProtocol();
        // No cookie: ICE has verified the path, and there is no DTLSVerifier in between.
        return protocol.accept(new SrtpTlsServer(config, certificate, negotiation), channel);
    }

    private DTLSTransport connect() throws IOException {
        var protocol = new DTLSClientProtocol();
        return protocol.connect(new SrtpTlsClient(config, certificate, negotiation), channel);
    }
}
