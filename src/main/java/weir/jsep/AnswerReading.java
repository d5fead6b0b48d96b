package weir.jsep;

import weir.peer.PeerParameters;

/// What came of an answer to an offer of ours. A value.
public sealed interface AnswerReading {
    /// @param parameters what the peer is to be made from
    record Agreed(PeerParameters parameters) implements AnswerReading {}

    /// @param because a sentence for people
    record Unusable(String because) implements AnswerReading {}
}
