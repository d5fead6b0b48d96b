package weir.transport;

import weir.peer.BitrateLimits;
import weir.peer.PeerParameters;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What a session is opened with. A value.
///
/// @param otherNode the id of the node that is linked; empty for a publisher or a viewer
/// @param silenceMax for a peer that checks more often than others do; empty for the node's consent
///     time-out
/// @param admission on what ground a publisher or a viewer has it
/// @param limits of what a publisher sends; empty for the node's
/// @param foreign the server that is not of this cluster, where one is at the other end
/// @param sink given the session's driver on its loop; what it makes hears all that the peer sends
public record SessionRequest(
        SessionId id,
        Optional<String> otherNode,
        PeerParameters parameters,
        Optional<Duration> silenceMax,
        Optional<Admission> admission,
        Optional<BitrateLimits> limits,
        Optional<ForeignServer> foreign,
        Function<PeerDriver, MediaSink> sink) {

    /// @param limits of what it sends
    public static SessionRequest ofPublisher(
            SessionId id,
            PeerParameters parameters,
            Admission admission,
            BitrateLimits limits,
            Function<PeerDriver, MediaSink> sink) {
        return ofClient(id, parameters, admission, Optional.of(limits), sink);
    }

    public static SessionRequest ofViewer(
            SessionId id,
            PeerParameters parameters,
            Admission admission,
            Function<PeerDriver, MediaSink> sink) {
        return ofClient(id, parameters, admission, Optional.empty(), sink);
    }

    private static SessionRequest ofClient(
            SessionId id,
            PeerParameters parameters,
            Admission admission,
            Optional<BitrateLimits> limits,
            Function<PeerDriver, MediaSink> sink) {
        return new SessionRequest(
                id,
                Optional.empty(),
                parameters,
                Optional.empty(),
                Optional.of(admission),
                limits,
                Optional.empty(),
                sink);
    }

    /// @param otherNode the id of the node at the other end
    public static SessionRequest ofLink(
            SessionId id,
            String otherNode,
            PeerParameters parameters,
            Optional<Duration> silenceMax,
            Function<PeerDriver, MediaSink> sink) {
        return new SessionRequest(
                id,
                Optional.of(otherNode),
                parameters,
                silenceMax,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sink);
    }

    public static SessionRequest ofForeign(
            SessionId id,
            PeerParameters parameters,
            ForeignServer server,
            Function<PeerDriver, MediaSink> sink) {
        return new SessionRequest(
                id,
                Optional.empty(),
                parameters,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(server),
                sink);
    }
}
