package weir.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;

/// Hears of the entries of a map, by Hazelcast's threads. How one came to be put there is all the
/// same to Weir.
abstract class EntryChanges
        implements EntryAddedListener<String, String>,
                EntryUpdatedListener<String, String>,
                EntryMergedListener<String, String>,
                EntryRemovedListener<String, String> {
    abstract void onPut(EntryEvent<String, String> event);

    @Override
    public void entryAdded(EntryEvent<String, String> event) {
        onPut(event);
    }

    @Override
    public void entryUpdated(EntryEvent<String, String> event) {
        onPut(event);
    }

    @Override
    public void entryMerged(EntryEvent<String, String> event) {
        onPut(event);
    }
}
