package weir.conformance;

import weir.conformance.rtc.Description;
import weir.conformance.rtc.RtcClient;
import weir.ice.IceCredentials;

import java.io.IOException;
import java.net.URI;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A session that the server has made, and its client once it is connected. Owned by one trial.
final class Session implements AutoCloseable {
    private static final int CONNECT_SECONDS = 20;

    private final OfferText offer;
    private final Answer created;
    private Optional<RtcClient> client = Optional.empty();

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
        RtcClient dialed = RtcClient.dial(ice, remote);
        client = Optional.of(dialed);
        try {
            dialed.connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("not connected: " + failed.getCause().getMessage(), failed);
        } catch (TimeoutException late) {
            throw new IOException("not connected within " + CONNECT_SECONDS + " s", late);
        }
        if (offer.direction().startsWith("send")) {
            send(dialed, remote, "audio", "opus", OfferText.AUDIO_SSRC);
            send(dialed, remote, "video", "VP8", OfferText.VIDEO_SSRC);
            send(dialed, remote, "video", "H264", OfferText.VIDEO_SSRC);
        }
        return this;
    }

    /// If this is what the server prefers of the medium.
    private static void send(
            RtcClient client, Description answer, String medium, String encoding, int ssrc) {
        answer.find(medium)
                .filter(section -> Description.prefers(section, encoding))
                .flatMap(section -> Description.payloadType(section, encoding))
                .ifPresent(type -> client.send(encoding, type, ssrc));
    }

    RtcClient client() {
        return client.orElseThrow();
    }

    @Override
    public void close() {
        client.ifPresent(RtcClient::close);
    }
}
