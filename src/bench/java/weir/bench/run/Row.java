package weir.bench.run;

import weir.srtp.SrtpProfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// One line of the results: a shape, measured in one round or more at a server and, in turn with
/// it, at the null forwarder. A value.
///
/// @param label    what it is of: `W1`, or `W8 node 2`
/// @param server   one for each round
/// @param nothing  of the null forwarder, one for each round or none
/// @param failures what kept it from being measured
/// @param more     other results, by the name they have in the JSON
public record Row(
        String label,
        LoadShape shape,
        SrtpProfile profile,
        List<Measurement> server,
        List<Measurement> nothing,
        List<String> failures,
        Map<String, Object> more) {

    static Row failed(String label, LoadShape shape, SrtpProfile profile, String because) {
        return new Row(label, shape, profile, List.of(), List.of(), List.of(because), Map.of());
    }

    /// Whether both are of the same thing, maybe after more or fewer rounds.
    public boolean isOfSame(Row other) {
        return label.equals(other.label) && shape.equals(other.shape);
    }

    public Row labelled(String other) {
        return new Row(other, shape, profile, server, nothing, failures, more);
    }

    /// The same with another result.
    public Row with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Row(label, shape, profile, server, nothing, failures, all);
    }

    /// The one round that stands for all: the median by cost, or the last where cost is unknown.
    public Measurement median() {
        List<Measurement> sorted = new ArrayList<>(server);
        sorted.sort(Comparator.comparingLong(each -> each.nanosPerPacket().orElse(0)));
        return sorted.get(sorted.size() / 2);
    }

    public boolean isMeasured() {
        return !server.isEmpty();
    }

    public Optional<Spread> serverNanosPerPacket() {
        return cost(server);
    }

    public Optional<Spread> nullNanosPerPacket() {
        return cost(nothing);
    }

    private static Optional<Spread> cost(List<Measurement> rounds) {
        return Spread.of(
                rounds.stream()
                        .map(Measurement::nanosPerPacket)
                        .flatMapToLong(OptionalLong::stream)
                        .asDoubleStream());
    }

    /// What the server costs in null forwarders, round by round.
    public List<Double> ratios() {
        return IntStream.range(0, Math.min(server.size(), nothing.size()))
                .filter(i -> server.get(i).nanosPerPacket().isPresent())
                .filter(i -> nothing.get(i).nanosPerPacket().orElse(0) > 0)
                .mapToObj(i -> ratio(server.get(i), nothing.get(i)))
                .toList();
    }

    private static double ratio(Measurement server, Measurement nothing) {
        return (double) server.nanosPerPacket().orElseThrow()
                / nothing.nanosPerPacket().orElseThrow();
    }

    public Optional<Spread> ratio() {
        return Spread.of(ratios().stream().mapToDouble(Double::doubleValue));
    }

    /// Whether that round's measurement at the server may be believed.
    boolean isValid(int round) {
        return Validity.problems(server.get(round)).isEmpty();
    }

    /// Why it should not be believed; none if it is valid.
    public List<String> invalidBecause() {
        List<String> problems = new ArrayList<>(failures);
        addProblems(server, "", problems);
        addProblems(nothing, "null forwarder: ", problems);
        return problems;
    }

    private static void addProblems(List<Measurement> rounds, String whose, List<String> problems) {
        for (int i = 0; i < rounds.size(); i++) {
            String which = rounds.size() == 1 ? whose : "round " + (i + 1) + ": " + whose;
            Validity.problems(rounds.get(i)).forEach(each -> problems.add(which + each));
        }
    }
}
