package weir.testkit;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// One WebRTC session of a publisher or a viewer with any server: ICE as the controlling side,
/// DTLS, SRTP. Who made it speaks HTTP. Any thread.
public final class PeerConnection implements AutoCloseable {
    /// How [#ended()] tells that the server said goodbye.
    public static final String CLOSE_NOTIFY = ClientPath.CLOSE_NOTIFY;

    private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");
    private static final Duration KEY_FRAME_INTERVAL = Duration.ofMillis(200);

    private final ReceivedMedia received = new ReceivedMedia();
    private final ClientPath path;
    private final SyntheticSender sender;

    private PeerConnection(ClientSocket socket, List<ClientMedia> media) {
        ClientInbox inbox = new ClientInbox(received);
        path = new ClientPath(socket, inbox);
        sender = SyntheticSender.of(path, media, RANDOM.nextInt(1 << 15), RANDOM);
        // Not every server asks for key frames.
        sender.ignoreRequests(KEY_FRAME_INTERVAL);
        inbox.tell(sender);
    }

    /// What offers promise of our certificate.
    public static CertificateFingerprint fingerprint() {
        return ClientPath.CERTIFICATE.fingerprint();
    }

    /// Begins to connect.
    ///
    /// @param media that a publisher is going to send
    public static PeerConnection dial(
            IceCredentials local, ClientPeer remote, List<ClientMedia> media) throws IOException {
        if (remote.addresses().isEmpty()) {
            throw new IOException("the server names no IPv4 candidate over UDP");
        }
        ClientSocket socket = ClientSocket.towards(remote.addresses().getFirst());
        PeerConnection connection = new PeerConnection(socket, media);
        ClientLoop.run(() -> connection.path.dial(local, remote.at(reachable(socket, remote))));
        return connection;
    }

    /// Either all are of this machine's loopback, as our socket is, or none is.
    private static List<InetSocketAddress> reachable(ClientSocket socket, ClientPeer remote) {
        boolean loopback = socket.address().getAddress().isLoopbackAddress();
        return remote.addresses().stream()
                .filter(each -> each.getAddress().isLoopbackAddress() == loopback)
                .toList();
    }

    /// Once keys are there.
    public CompletableFuture<Void> connected() {
        return path.connected();
    }

    /// With the reason, once the server has hung up or is silent.
    public CompletableFuture<String> ended() {
        return path.ended();
    }

    /// Packets that came and could be opened.
    public long received() {
        return received.count();
    }

    /// Once connected.
    public void startSending() {
        ClientLoop.run(sender::start);
    }

    /// Checks with new credentials from here on, as after an ICE restart.
    ///
    /// @return completes when a pair is nominated again
    public CompletableFuture<Void> restart(IceCredentials local, IceCredentials remote) {
        return ClientLoop.call(() -> path.restart(local, remote));
    }

    /// Is gone without a word: nothing is sent any more. What comes is still seen.
    public void fallSilent() {
        ClientLoop.run(
                () -> {
                    sender.stop();
                    path.fallSilent();
                });
    }

    /// Ends DTLS with close_notify, and says nothing by HTTP.
    public void sayGoodbye() {
        end(true);
    }

    /// As a process that was killed.
    @Override
    public void close() {
        end(false);
    }

    private void end(boolean politely) {
        ClientLoop.run(
                () -> {
                    sender.stop();
                    path.close(politely);
                });
    }
}
