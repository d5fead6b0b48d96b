package weir.bench.session;

import weir.bench.machine.NullForwarder;
import weir.bench.media.DelayAccount;
import weir.bench.media.RtpSource;
import weir.bench.media.SyntheticAudio;
import weir.bench.media.SyntheticVideo;
import weir.bench.media.ViewerAccount;
import weir.bench.net.Destination;
import weir.bench.net.UdpSocket;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpReceiver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// The same publishers and viewers as with a server, at a null forwarder.
public final class PlainDialer {
    private static final MediaTypes TYPES = MediaTypes.WITHOUT_RETRANSMISSION;
    private static final int SSRC_BASE = 0x1000_0000;

    private final MediaLoop loop;
    private final NullForwarder forwarder;
    private final SrtpProfile profile;
    private final List<UdpSocket> sockets = new ArrayList<>();

    public PlainDialer(MediaLoop loop, NullForwarder forwarder, SrtpProfile profile) {
        this.loop = loop;
        this.forwarder = forwarder;
        this.profile = profile;
    }

    /// @param stream 0..65535, which its SSRCs tell the forwarder
    public PublishedStream publish(int stream, boolean withVideo) throws IOException {
        int ssrc = SSRC_BASE | stream << 1;
        SyntheticAudio audio = new SyntheticAudio(new RtpSource(ssrc, TYPES.audio(), 0, 0));
        SyntheticVideo video = new SyntheticVideo(new RtpSource(ssrc + 1, TYPES.video(), 0, 0));
        Publisher publisher =
                new Publisher(audio, withVideo ? Optional.of(video) : Optional.empty());
        Destination destination = new Destination(forwarder.address());
        publisher.onConnected(new MediaLink(bind(), destination, Optional.empty()));
        return new PublishedStream(publisher, Optional.empty(), Optional.empty());
    }

    /// @param delays by the viewer's number within the stream: where it records, if it does
    public List<WatchingViewer> watch(
            int stream, int viewers, boolean withVideo, IntFunction<Optional<DelayAccount>> delays)
            throws IOException, InterruptedException {
        List<UdpSocket> bound = new ArrayList<>();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            bound.add(bind());
            addresses.add(bound.getLast().local());
        }
        int first = forwarder.addViewers(stream, addresses);
        List<WatchingViewer> watching = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            ViewerAccount account =
                    new ViewerAccount(TYPES.audio(), withVideo ? TYPES.video() : MediaTypes.NONE);
            Viewer viewer = new Viewer(0, account, delays.apply(i), Optional.empty());
            byte[] key = NullForwarder.masterKey(first + i);
            byte[] salt = NullForwarder.masterSalt(profile);
            PlainEndpoint endpoint =
                    new PlainEndpoint(
                            bound.get(i),
                            viewer,
                            new SrtpReceiver(SrtpEngine.JDK, profile, key, salt));
            loop.post(() -> loop.add(endpoint));
            watching.add(
                    new WatchingViewer(
                            viewer,
                            endpoint,
                            Optional.empty(),
                            Optional.empty(),
                            System.nanoTime()));
        }
        return watching;
    }

    private UdpSocket bind() throws IOException {
        UdpSocket socket = UdpSocket.bind(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        sockets.add(socket);
        return socket;
    }

    /// Releases all sockets; those of the viewers leave the loop first.
    public void close(List<WatchingViewer> viewers) throws InterruptedException {
        loop.call(
                () -> {
                    viewers.forEach(each -> loop.remove(each.endpoint()));
                    sockets.forEach(UdpSocket::close);
                    return null;
                });
    }
}
