package weir.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who wants to hear of something. A ref.
final class Listeners<T> {
    private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();

    Registration add(Consumer<T> listener) {
        // Two registrations of the same consumer must be two entries.
        Consumer<T> entry = listener::accept;
        listeners.add(entry);
        return () -> listeners.remove(entry);
    }

    void tell(T news) {
        for (Consumer<T> listener : listeners) {
            listener.accept(news);
        }
    }
}
