package weir.transport;

import java.util.Optional;

/// On what ground a session was opened, or an answer that goes on was begun. A value.
///
/// @param stream       which the session publishes or watches; `*` for all of them
/// @param tokenId      of the token that it was opened with, never the token itself
/// @param keyId        of the key that signed it
/// @param endsAtMillis since 1970
public record Admission(
        String stream,
        Optional<String> tokenId,
        Optional<String> keyId,
        Optional<Long> endsAtMillis) {}
