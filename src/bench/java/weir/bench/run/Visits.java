package weir.bench.run;

import weir.srtp.SrtpProfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What has been measured of one shape so far. Used by one thread.
final class Visits {
    final String label;
    final LoadShape shape;

    /// Whether no other shape of the run has more sessions.
    final boolean largest;

    final List<Measurement> server = new ArrayList<>();
    final List<Measurement> nothing = new ArrayList<>();
    final Map<String, Object> more = new TreeMap<>();
    final List<String> failures = new ArrayList<>();

    Visits(String label, LoadShape shape, boolean largest) {
        this.label = label;
        this.shape = shape;
        this.largest = largest;
    }

    Row row(SrtpProfile profile) {
        return new Row(
                label,
                shape,
                profile,
                List.copyOf(server),
                List.copyOf(nothing),
                List.copyOf(failures),
                Collections.unmodifiableMap(new TreeMap<>(more)));
    }

    /// In one line, to show.
    String lastCosts() {
        String nulls = nothing.isEmpty() ? "" : ", null forwarder " + cost(nothing.getLast());
        return cost(server.getLast()) + nulls;
    }

    private static String cost(Measurement measurement) {
        OptionalLong nanos = measurement.nanosPerPacket();
        String cost = nanos.isPresent() ? nanos.getAsLong() + " ns/packet" : "measured";
        List<String> problems = Validity.problems(measurement);
        return problems.isEmpty() ? cost : cost + " (" + String.join("; ", problems) + ")";
    }
}
