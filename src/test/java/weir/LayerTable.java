package weir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The fenced block under the heading “Layers” of README.md: a row `name : what it uses` for each
/// package, lowest first, and a row of dashes for the sans-IO line. A value.
///
/// @param rows    in the order of the table
/// @param sansIo  the packages above the line of dashes
record LayerTable(Map<String, Set<String>> rows, Set<String> sansIo) {

    static LayerTable read(Path readme) throws IOException {
        return parse(Files.readAllLines(readme));
    }

    static LayerTable parse(List<String> lines) {
        Map<String, Set<String>> rows = new LinkedHashMap<>();
        Set<String> sansIo = new HashSet<>();
        for (String line : block(lines)) {
            if (line.startsWith("----")) {
                sansIo.addAll(rows.keySet());
                continue;
            }
            String[] sides = line.split(":", -1);
            Set<String> uses = new TreeSet<>(Arrays.asList(sides[1].trim().split(" +")));
            uses.remove("");
            if (rows.put(sides[0].trim(), uses) != null) {
                throw new IllegalArgumentException("two rows for " + sides[0].trim());
            }
        }
        return new LayerTable(rows, sansIo);
    }

    private static List<String> block(List<String> lines) {
        List<String> afterHeading =
                lines.stream().dropWhile(line -> !line.matches("#+ Layers")).toList();
        return afterHeading.stream()
                .dropWhile(line -> !line.startsWith("```"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("```"))
                .filter(line -> !line.isBlank())
                .toList();
    }

    /// What must be changed so that the table says what is used; each with the row as it should
    /// be, ready to be copied.
    List<String> differences(Map<String, Set<String>> used) {
        List<String> differences = new ArrayList<>();
        used.forEach(
                (name, uses) -> {
                    if (!rows.containsKey(name)) {
                        differences.add("no row, add after " + last(uses) + ": " + row(name, uses));
                    } else if (!rows.get(name).equals(uses)) {
                        differences.add("wrong row, should be: " + row(name, uses));
                    }
                });
        rows.keySet().stream()
                .filter(name -> !used.containsKey(name))
                .forEach(name -> differences.add("no such package, delete the row of " + name));
        return differences;
    }

    /// What is used although it stands below its user, or nowhere.
    List<String> upwardUses(Map<String, Set<String>> used) {
        List<String> order = List.copyOf(rows.keySet());
        List<String> upward = new ArrayList<>();
        used.forEach(
                (name, uses) ->
                        uses.stream()
                                .filter(use -> order.indexOf(use) >= order.indexOf(name))
                                .forEach(use -> upward.add(name + " uses " + use)));
        return upward;
    }

    private String last(Set<String> uses) {
        return nearestFirst(uses).stream().findFirst().orElse("the heading");
    }

    private String row(String name, Set<String> uses) {
        return String.format("%-10s : %s", name, String.join(" ", nearestFirst(uses))).trim();
    }

    private List<String> nearestFirst(Set<String> uses) {
        List<String> order = List.copyOf(rows.keySet());
        return uses.stream()
                .sorted((one, other) -> order.indexOf(other) - order.indexOf(one))
                .collect(Collectors.toList());
    }
}
