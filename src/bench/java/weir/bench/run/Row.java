package weir.bench.run;

import weir.srtp.SrtpProfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
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

    public OptionalLong serverNanosPerPacket() {
        return median(server, Measurement::nanosPerPacket);
    }

    public OptionalLong nullNanosPerPacket() {
        return median(nothing, Measurement::nanosPerPacket);
    }

    private static OptionalLong median(
            List<Measurement> rounds, Function<Measurement, OptionalLong> cost) {
        long[] sorted =
                rounds.stream().map(cost).flatMapToLong(OptionalLong::stream).sorted().toArray();
        return sorted.length == 0
                ? OptionalLong.empty()
                : OptionalLong.of(sorted[sorted.length / 2]);
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

    public OptionalDouble ratio() {
        List<Double> sorted = ratios().stream().sorted().toList();
        return sorted.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted.get(sorted.size() / 2));
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
