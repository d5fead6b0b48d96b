package weir.stream;

/// Hears of the sessions that publish or take streams on this node, links to other nodes among
/// them. Implemented above; called on the stream table's loop.
public interface SessionListener {
    /// Nobody listens.
    SessionListener NONE =
            new SessionListener() {
                @Override
                public void onPublication(
                        String stream, PublicationRef publication, Change change) {}

                @Override
                public void onMember(String stream, StreamMember member, boolean joined) {}
            };

    /// What becomes of a publication, in this order; who never connects does not disconnect.
    enum Change {
        BEGUN,
        CONNECTED,
        DISCONNECTED,
        /// It has ended, or another one took its place.
        ENDED
    }

    void onPublication(String stream, PublicationRef publication, Change change);

    /// @param joined otherwise it has left
    void onMember(String stream, StreamMember member, boolean joined);
}
