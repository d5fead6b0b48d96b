package weir.access;

import weir.outgoing.HttpUrl;

import java.time.Duration;

/// Who else is asked about access. A value.
///
/// @param url         that is posted to; empty for nobody
/// @param timeout     for an answer, 1 ms or more
/// @param onFailure   what holds when there is no answer, or none that can be read
/// @param inFlightMax requests at a time, 1 or more
/// @param cache       how long an answer holds for the same token, stream and action; 0 for once
/// @param cacheMax    answers that are kept, 1 or more
public record WebhookConfig(
        String url,
        Duration timeout,
        OnFailure onFailure,
        int inFlightMax,
        Duration cache,
        int cacheMax) {
    /// A value.
    public enum OnFailure {
        DENY,
        ALLOW
    }

    public WebhookConfig {
        HttpUrl.check("access.webhook.url", url);
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "access.webhook.timeout must be positive, is " + timeout);
        }
        if (inFlightMax < 1) {
            throw new IllegalArgumentException(
                    "access.webhook.in-flight-max must be 1 or more, is " + inFlightMax);
        }
        if (cache.isNegative()) {
            throw new IllegalArgumentException(
                    "access.webhook.cache must be 0s or more, is " + cache);
        }
        if (cacheMax < 1) {
            throw new IllegalArgumentException(
                    "access.webhook.cache-max must be 1 or more, is " + cacheMax);
        }
    }

    boolean isOn() {
        return !url.isEmpty();
    }

    @Override
    public String toString() {
        return "WebhookConfig[" + HttpUrl.shown(url) + "]";
    }
}
