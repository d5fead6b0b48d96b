package weir.events;

import weir.stream.PublicationRef;
import weir.stream.StreamListener;

import java.util.Optional;
import java.util.function.Consumer;

/// Lets two hear what becomes of the streams on this node: whoever brings them here, and later
/// whoever tells viewers of them. Any thread.
public final class StreamNews implements StreamListener {
    private final StreamListener first;
    private volatile Consumer<String> second = _ -> {};

    public StreamNews(StreamListener first) {
        this.first = first;
    }

    /// @param listener gets the name of a stream to which somebody came, or from which somebody
    ///     went, on the stream table's loop
    void onChanged(Consumer<String> listener) {
        second = listener;
    }

    @Override
    public void onViewers(String stream, int viewers) {
        first.onViewers(stream, viewers);
        second.accept(stream);
    }

    @Override
    public void onPublication(String stream, Optional<PublicationRef> publication) {
        first.onPublication(stream, publication);
        second.accept(stream);
    }
}
