package weir.conformance;

import weir.ice.IceCredentials;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.PeerConnection;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A session that the server has made, and its client once it is connected. Owned by one trial.
final class Session implements AutoCloseable {
    private static final int CONNECT_SECONDS = 20;

    private final OfferText offer;
    private final Answer created;
    private Optional<PeerConnection> client = Optional.empty();

    Session(OfferText offer, Answer created) {
        this.offer = offer;
        this.created = created;
    }

    OfferText offer() {
        return offer;
    }

    /// The 201.
    Answer created() {
        return created;
    }

    /// Where the server put it, by the node that made it.
    URI uri() {
        return created.uri().resolve(location());
    }

    String location() {
        return created.find("Location")
                .orElseThrow(() -> new NoSuchElementException(created + " has no Location"));
    }

    /// Empty where the server takes no PATCH.
    Optional<String> tag() {
        return created.find("ETag");
    }

    Description answer() {
        return created.description()
                .orElseThrow(() -> new NoSuchElementException(created + " has no SDP"));
    }

    Session connect() throws IOException, InterruptedException {
        return connect(offer.ice(), answer());
    }

    /// Connects, and as a publisher sends.
    Session connect(IceCredentials ice, Description remote)
            throws IOException, InterruptedException {
        boolean sends = offer.direction().startsWith("send");
        PeerConnection dialed =
                PeerConnection.dial(ice, remote.peer(), sends ? media(remote) : List.of());
        client = Optional.of(dialed);
        try {
            dialed.connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("not connected: " + failed.getCause().getMessage(), failed);
        } catch (TimeoutException late) {
            throw new IOException("not connected within " + CONNECT_SECONDS + " s", late);
        }
        if (sends) {
            dialed.startSending();
        }
        return this;
    }

    /// What the server prefers of each medium, if it can be sent here.
    private static List<ClientMedia> media(Description answer) {
        return Stream.of(
                        media(answer, MediaKind.AUDIO, "opus/48000/2", OfferText.AUDIO_SSRC),
                        media(answer, MediaKind.VIDEO, "VP8/90000", OfferText.VIDEO_SSRC),
                        media(answer, MediaKind.VIDEO, "H264/90000", OfferText.VIDEO_SSRC))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ClientMedia> media(
            Description answer, MediaKind kind, String rtpmap, int ssrc) {
        String encoding = rtpmap.substring(0, rtpmap.indexOf('/'));
        return answer.find(kind.token())
                .filter(section -> Description.prefers(section, encoding))
                .flatMap(section -> Description.payloadType(section, encoding))
                .map(type -> new ClientMedia.Format(type, rtpmap, ""))
                .map(format -> new ClientMedia(kind, "", List.of(format), ssrc));
    }

    PeerConnection client() {
        return client.orElseThrow();
    }

    @Override
    public void close() {
        client.ifPresent(PeerConnection::close);
    }
}
