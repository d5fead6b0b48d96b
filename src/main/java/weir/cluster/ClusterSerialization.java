package weir.cluster;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/// The classes of ours that Hazelcast sends, by number. The numbers are for ever.
final class ClusterSerialization implements DataSerializableFactory {
    static final int FACTORY_ID = 7777;
    static final int CLAIM_PROCESSOR = 1;
    static final int NEWEST_CLAIM_POLICY = 2;

    @Override
    public IdentifiedDataSerializable create(int classId) {
        return switch (classId) {
            case CLAIM_PROCESSOR -> new ClaimProcessor();
            case NEWEST_CLAIM_POLICY -> new NewestClaimPolicy();
            default ->
                    throw new IllegalArgumentException(
                            "class " + classId + " is of a newer version of Weir");
        };
    }
}
