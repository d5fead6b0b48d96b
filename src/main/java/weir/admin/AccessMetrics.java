package weir.admin;

import weir.access.AccessStats;

/// Who was admitted and who was not, as metrics.
final class AccessMetrics {
    private AccessMetrics() {}

    static void add(MetricFamilies metrics, AccessStats access) {
        metrics.counter(
                "weir_access_admitted", "Requests that access control let in.", access.admitted());
        metrics.counters(
                "weir_access_refused",
                "Requests that access control refused, by reason.",
                "reason",
                access.refused());
        metrics.counter(
                "weir_access_sessions_ended",
                "Sessions that ended since their token was revoked or had its end.",
                access.sessionsEnded());
        metrics.counter(
                "weir_access_answers_ended",
                "Event streams of the API that ended, likewise.",
                access.answersEnded());
        metrics.gauge(
                "weir_access_tokens_revoked",
                "Tokens that are remembered as revoked.",
                access.revoked());
        metrics.counter(
                "weir_access_jwks_fetched", "Answers of the JWKS URL.", access.keysFetched());
        metrics.counter(
                "weir_access_jwks_failed",
                "Looks at the JWKS URL without an answer; the last keys stayed.",
                access.keysFailed());
        metrics.counter(
                "weir_access_webhook_failed",
                "Questions to the webhook without an answer.",
                access.webhookFailed());
    }
}
