package weir.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a server under test is, and what it is known to have. A value.
///
/// @param urls            nodes of one cluster, or one server
/// @param whipPath        with `{stream}`, empty if it takes no publishers
/// @param whepPath        with `{stream}`, empty if it has no viewers
/// @param streams         what the names of streams begin with, where they must be made before
/// @param liveStream      one that is live all the time, where the suite cannot publish by WHIP
/// @param token           for `Authorization: Bearer`
/// @param otherToken      one that is valid, and not for publishing or watching
/// @param setupTimeout    after which a session that does not connect is freed
/// @param consentTimeout  after which a silent session is freed
/// @param requestsMax     that are sent to meet a rate limit
/// @param drainPath       where POST makes the server take no sessions and DELETE take them again
/// @param lenientTags     whether PATCH without If-Match is taken by configuration
/// @param killLastNode    ends the last of the urls, as `kill -9` would
public record ServerSettings(
        List<String> urls,
        Optional<String> whipPath,
        Optional<String> whepPath,
        Optional<String> streams,
        Optional<String> liveStream,
        Optional<String> token,
        Optional<String> otherToken,
        Duration setupTimeout,
        Duration consentTimeout,
        int requestsMax,
        Optional<String> drainPath,
        boolean lenientTags,
        Optional<Runnable> killLastNode) {

    /// As Weir is by default.
    public static ServerSettings of(List<String> urls) {
        return new ServerSettings(
                urls,
                Optional.of("/whip/{stream}"),
                Optional.of("/whep/{stream}"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                0,
                Optional.empty(),
                false,
                Optional.empty());
    }
}
