package weir.stream;

import java.util.Optional;

/// Hears what becomes of the streams on this node. Implemented above; called on the stream table's
/// loop.
public interface StreamListener {
    /// @param viewers of the stream on this node, links to other nodes not counted
    void onViewers(String stream, int viewers);

    /// @param publication the one that is current now; empty when the last ended
    void onPublication(String stream, Optional<PublicationRef> publication);
}
