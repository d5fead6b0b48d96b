package weir.bench.session;

import weir.bench.media.DelayAccount;
import weir.bench.media.RtpSource;
import weir.bench.media.SyntheticAudio;
import weir.bench.media.SyntheticVideo;
import weir.bench.media.ViewerAccount;
import weir.bench.net.UdpSocket;
import weir.ice.IceCredentials;
import weir.srtp.SrtpProfile;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes sessions with WHIP and WHEP servers, each from a socket of its own. Blocks; any thread may
/// call it.
public final class Dialer {
    private static final int CONNECT_SECONDS = 20;
    private static final String ALPHABET =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final MediaLoop loop;
    private final SignalingClient http;
    private final SrtpProfile profile;
    private final DtlsIdentity identity = new DtlsIdentity();
    private final SecureRandom random = new SecureRandom();

    public Dialer(MediaLoop loop, SignalingClient http, SrtpProfile profile) {
        this.loop = loop;
        this.http = http;
        this.profile = profile;
    }

    /// Publishes a stream, which stays silent until its media is started.
    public PublishedStream publish(URI endpoint, boolean withVideo)
            throws IOException, InterruptedException {
        MediaTypes offered = withVideo ? MediaTypes.WITHOUT_RETRANSMISSION : MediaTypes.AUDIO_ONLY;
        int audioSsrc = random.nextInt();
        int videoSsrc = random.nextInt();
        Signaled signaled = signal(endpoint, offered, "sendonly", audioSsrc, videoSsrc);
        MediaTypes types = signaled.remote.types();
        Publisher publisher =
                new Publisher(
                        new SyntheticAudio(source(audioSsrc, types.audio())),
                        withVideo
                                ? Optional.of(new SyntheticVideo(source(videoSsrc, types.video())))
                                : Optional.empty());
        Connection connection = connect(signaled, publisher);
        return new PublishedStream(publisher, Optional.of(connection), signaled.session);
    }

    /// Sequence numbers begin in the lower half, so that none wraps before all have seen one.
    private RtpSource source(int ssrc, int type) {
        return new RtpSource(ssrc, type, random.nextInt(1 << 15), random.nextInt());
    }

    /// @param delays where packets' delays are recorded, empty for a viewer that opens none
    /// @param loss   share of packets to lose and to ask for again, 0..1
    public WatchingViewer watch(
            URI endpoint, boolean withVideo, Optional<DelayAccount> delays, double loss)
            throws IOException, InterruptedException {
        long dialedNanos = System.nanoTime();
        MediaTypes offered =
                !withVideo
                        ? MediaTypes.AUDIO_ONLY
                        : loss > 0 ? MediaTypes.REPAIRED : MediaTypes.WITHOUT_RETRANSMISSION;
        Signaled signaled = signal(endpoint, offered, "recvonly", 0, 0);
        MediaTypes types = signaled.remote.types();
        int ssrc = random.nextInt();
        Optional<LossyReception> lossy =
                loss > 0
                        ? Optional.of(
                                new LossyReception(
                                        loss,
                                        types,
                                        signaled.remote.takesAudioNacks(),
                                        ssrc,
                                        random))
                        : Optional.empty();
        Viewer viewer =
                new Viewer(ssrc, new ViewerAccount(types.audio(), types.video()), delays, lossy);
        Connection connection = connect(signaled, viewer);
        return new WatchingViewer(
                viewer, connection, Optional.of(connection), signaled.session, dialedNanos);
    }

    private record Signaled(
            UdpSocket socket,
            IceCredentials ice,
            RemoteDescription remote,
            Optional<URI> session) {}

    private Signaled signal(
            URI endpoint, MediaTypes types, String direction, int audioSsrc, int videoSsrc)
            throws IOException, InterruptedException {
        UdpSocket socket = UdpSocket.bind(localAddress(endpoint.getHost()));
        try {
            IceCredentials ice = new IceCredentials(text(8), text(24));
            LocalDescription local =
                    new LocalDescription(
                            ice,
                            identity.fingerprint(),
                            socket.local(),
                            direction,
                            "actpass",
                            audioSsrc,
                            videoSsrc);
            SignalingClient.Created created = http.post(endpoint, local.offer(types));
            RemoteDescription remote = RemoteDescription.read(created.sdp());
            if (created.counterOffer()) {
                http.answer(created, local.answering(remote).answer(remote));
            }
            check(types, remote);
            socket = towards(remote.candidates().getFirst(), socket);
            return new Signaled(socket, ice, remote, created.session());
        } catch (IOException | InterruptedException e) {
            socket.close();
            throw e;
        }
    }

    private static void check(MediaTypes types, RemoteDescription remote) throws IOException {
        if (types.video() != MediaTypes.NONE && remote.types().video() == MediaTypes.NONE) {
            throw new IOException("the server does not take H.264 video");
        }
        if (remote.types().audio() == MediaTypes.NONE) {
            throw new IOException("the server does not take Opus audio");
        }
        if (remote.candidates().isEmpty()) {
            throw new IOException(
                    "the server's SDP names no IPv4 candidate over UDP; those that come later, by"
                            + " trickle, are not waited for");
        }
    }

    /// Media may go by another interface than HTTP: a server at 127.0.0.1 may name its other
    /// addresses only, which a socket of the loopback interface does not reach. The server learns
    /// the new socket's address by our checks.
    private static UdpSocket towards(InetSocketAddress candidate, UdpSocket socket)
            throws IOException {
        InetAddress local = localAddress(candidate.getAddress().getHostAddress());
        if (local.equals(socket.local().getAddress())) {
            return socket;
        }
        UdpSocket other = UdpSocket.bind(local);
        socket.close();
        return other;
    }

    private Connection connect(Signaled signaled, MediaListener listener)
            throws IOException, InterruptedException {
        Connection connection =
                new Connection(
                        loop,
                        signaled.socket,
                        signaled.ice,
                        signaled.remote,
                        identity,
                        profile,
                        listener,
                        random);
        loop.post(connection::start);
        try {
            connection.connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
            return connection;
        } catch (ExecutionException e) {
            loop.post(connection::close);
            throw new IOException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            loop.post(connection::close);
            throw new IOException("no connection within %d s".formatted(CONNECT_SECONDS), e);
        }
    }

    /// The address of ours that the way to a host begins at.
    private static InetAddress localAddress(String host) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(host, 9));
            if (!(probe.getLocalAddress() instanceof Inet4Address address)) {
                throw new IOException("no way to %s over IPv4".formatted(host));
            }
            return address;
        }
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /// Tells the server that a session has ended, then releases its socket.
    void hangUp(Optional<URI> session, Optional<Connection> connection)
            throws InterruptedException {
        if (session.isPresent()) {
            http.delete(session.get());
        }
        connection.ifPresent(each -> loop.post(each::close));
    }

    MediaLoop loop() {
        return loop;
    }
}
