package weir.access;

import java.util.Map;

/// What was decided on this node since its start. A value.
///
/// @param refused       by [Denial#label()], all of them
/// @param sessionsEnded since they were no longer allowed
/// @param answersEnded  that went on, likewise
/// @param revoked       tokens that are, as this node knows
/// @param keysFetched   answers of the JWKS URL
/// @param keysFailed    looks there without an answer
/// @param webhookFailed questions to the webhook without an answer
public record AccessStats(
        long admitted,
        Map<String, Long> refused,
        long sessionsEnded,
        long answersEnded,
        int revoked,
        long keysFetched,
        long keysFailed,
        long webhookFailed) {}
