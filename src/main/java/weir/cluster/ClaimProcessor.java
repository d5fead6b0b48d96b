package weir.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Carries a [ClaimOperation] to the member that holds the stream's entry and does it there, alone
/// on that entry. Travels as JSON, so that a newer version may add a field.
///
/// Returns the claim that stood before and the one that stands now, see [Decision].
final class ClaimProcessor
        implements EntryProcessor<String, String, String>, IdentifiedDataSerializable {

    /// What an operation found and left behind.
    record Decision(Optional<Claim> before, Optional<Claim> after) {
        String write() {
            JsonObject json = new JsonObject().put("v", 1);
            before.ifPresent(claim -> json.put("before", claim.toJson()));
            after.ifPresent(claim -> json.put("after", claim.toJson()));
            return json.encode();
        }

        static Decision read(String stream, String text) {
            JsonObject json = new JsonObject(text);
            return new Decision(claim(stream, json, "before"), claim(stream, json, "after"));
        }

        private static Optional<Claim> claim(String stream, JsonObject json, String field) {
            return Optional.ofNullable(json.getJsonObject(field))
                    .flatMap(claim -> Claim.read(stream, claim));
        }
    }

    /// Not final only because Hazelcast fills it in.
    private String operation;

    ClaimProcessor() {
        this.operation = "{}";
    }

    ClaimProcessor(ClaimOperation operation) {
        this.operation = operation.toJson().put("v", 1).encode();
    }

    @Override
    public String process(Map.Entry<String, String> entry) {
        String stream = entry.getKey();
        Optional<Claim> before =
                Optional.ofNullable(entry.getValue()).flatMap(value -> Claim.read(stream, value));
        Optional<Claim> after =
                ClaimOperation.read(stream, new JsonObject(operation)).apply(stream, before);
        if (!after.equals(before)) {
            entry.setValue(after.map(Claim::value).orElse(null));
        }
        return new Decision(before, after).write();
    }

    @Override
    public int getFactoryId() {
        return ClusterSerialization.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return ClusterSerialization.CLAIM_PROCESSOR;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeString(operation);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        operation = in.readString();
    }
}
