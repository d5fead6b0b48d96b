package weir.signaling;

import io.vertx.core.Future;

/// Opens a session for an offer: a publisher's, or a viewer's.
interface SessionOpener {
    /// @return fails with a [RefusedException], or with what [Answers#fail] knows
    Future<AnsweredSession> open(StreamOffer offer);
}
