package weir.cascade;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What a WHIP or WHEP endpoint said to our offer. A value.
sealed interface EndpointReply {
    /// @param session to hang up at, if the server told one that may be used
    record Answered(String answer, Optional<URI> session) implements EndpointReply {}

    /// The server wants to offer itself (406 of WHEP).
    ///
    /// @param session   to answer at
    /// @param entityTag for `If-Match`
    record CounterOffered(String offer, URI session, Optional<String> entityTag)
            implements EndpointReply {}

    /// @param retryAfter if the server said when it may be better
    record Refused(int status, Optional<Duration> retryAfter) implements EndpointReply {}
}
