package weir.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;

import java.util.Optional;

/// When two halves of a cluster meet again, the newer claim on a stream stands. Public because
/// Hazelcast makes it from its name.
public final class NewestClaimPolicy
        implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object>,
                IdentifiedDataSerializable {

    @Override
    public Object merge(MergingValue<Object> merging, MergingValue<Object> existing) {
        Optional<Claim> theirs = claim(merging);
        Optional<Claim> ours = claim(existing);
        boolean replace =
                theirs.isPresent() && (ours.isEmpty() || theirs.get().newerThan(ours.get()));
        if (replace || existing == null) {
            return merging.getRawValue();
        }
        return existing.getRawValue();
    }

    private static Optional<Claim> claim(MergingValue<Object> value) {
        return value instanceof MergingEntry<?, ?> entry
                        && entry.getKey() instanceof String stream
                        && entry.getDeserializedValue() instanceof String text
                ? Claim.read(stream, text)
                : Optional.empty();
    }

    @Override
    public int getFactoryId() {
        return ClusterSerialization.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return ClusterSerialization.NEWEST_CLAIM_POLICY;
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // It has no state.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // It has no state.
    }
}
