package weir.transport;

import java.util.Optional;

/// A server of others that a session is with, as the API tells it: without queries, which may hold
/// a token. A value; one of the first two is there.
///
/// @param sourceUrl  of the WHEP endpoint that we pull from
/// @param targetUrl  of the WHIP endpoint that we push to
/// @param sessionUrl of the session there, cut short: who knows it whole may hang it up
public record ForeignServer(
        Optional<String> sourceUrl, Optional<String> targetUrl, String sessionUrl) {}
