package weir.conformance;

import java.io.IOException;
import java.net.URI;

/// Where sessions are made. A value.
enum Endpoint {
    WHIP,
    WHEP;

    /// One that takes an offer: of a stream that nobody publishes, or of one that is live.
    URI uri(Trial trial) throws IOException, InterruptedException, NotOfferedException {
        return this == WHIP ? trial.whip(trial.newStream()) : trial.whep(trial.live());
    }

    OfferText offer() {
        return this == WHIP ? OfferText.publisher() : OfferText.viewer();
    }

    /// A new session, not connected.
    Session open(Trial trial) throws IOException, InterruptedException, NotOfferedException {
        return trial.open(uri(trial), offer());
    }

    /// That of an answer.
    String direction() {
        return this == WHIP ? "recvonly" : "sendonly";
    }
}
