package weir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Compares what each package uses, as its class files tell, with the layer table of README.md.
class LayeringTest {
    private static final Pattern OURS = Pattern.compile("weir/([a-z]+)/[A-Z]");

    /// What reads a clock, waits, writes or talks to anybody.
    private static final Pattern IMPURE_TYPE =
            Pattern.compile(
                    "io/vertx/|io/netty/channel/|io/netty/util/concurrent/|org/slf4j/"
                            + "|java/nio/channels/|java/net/(Datagram)?Socket\\b"
                            + "|java/lang/Thread\\b|java/time/Clock\\b|java/util/Timer\\b"
                            + "|java/util/concurrent/(Executor|ThreadLocalRandom|locks/)");

    /// What reads a clock, or makes randomness that was not passed in.
    private static final Pattern IMPURE_MEMBER =
            Pattern.compile(
                    "java/lang/System\\.(nanoTime|currentTimeMillis)\\(.*"
                            + "|java/time/\\w+\\.now\\(.*"
                            + "|java/lang/(Strict)?Math\\.random\\(.*"
                            + "|java/util/(Splittable)?Random\\.<init>\\(\\)V"
                            + "|java/util/random/RandomGenerator\\.(getDefault|of)\\(.*"
                            + "|java/security/SecureRandom\\.(<init>|getInstance\\w*)\\(.*"
                            + "|java/util/UUID\\.randomUUID\\(.*");

    @Test
    void everyPackageUsesExactlyWhatItsLayerAllows() throws IOException {
        LayerTable table = LayerTable.read(Path.of("README.md"));

        assertThat(table.differences(used())).as("the table in README.md").isEmpty();
    }

    @Test
    void everyPackageUsesOnlyWhatStandsAboveItInTheTable() throws IOException {
        LayerTable table = LayerTable.read(Path.of("README.md"));

        assertThat(table.upwardUses(used())).as("uses of a later row").isEmpty();
    }

    @Test
    void nothingAboveTheSansIoLineWaitsReadsAClockLogsOrMakesRandomness() throws IOException {
        Set<String> sansIo = LayerTable.read(Path.of("README.md")).sansIo();

        Set<String> impure = new TreeSet<>();
        for (CompiledClass compiled : CompiledClass.below(CompiledClass.MAIN)) {
            if (sansIo.contains(compiled.packageName())) {
                impurities(compiled).forEach(what -> impure.add(compiled.name() + ": " + what));
            }
        }

        assertThat(sansIo).isNotEmpty();
        assertThat(impure).isEmpty();
    }

    @Test
    void seesAClockAThreadALogAndADefaultRandom() {
        assertThat(IMPURE_MEMBER.matcher("java/lang/System.nanoTime()J").matches()).isTrue();
        assertThat(IMPURE_MEMBER.matcher("java/util/Random.<init>()V").matches()).isTrue();
        assertThat(IMPURE_MEMBER.matcher("java/util/Random.<init>(J)V").matches()).isFalse();
        assertThat(IMPURE_TYPE.matcher("()Lorg/slf4j/Logger;").find()).isTrue();
        assertThat(IMPURE_TYPE.matcher("java/lang/Thread").find()).isTrue();
        assertThat(IMPURE_TYPE.matcher("java/lang/ThreadLocal").find()).isFalse();
    }

    @Test
    void aDifferenceIsTheRowAsItShouldBe() {
        LayerTable table =
                LayerTable.parse(
                        List.of("# Layers", "```", "a :", "b : a", "c : a", "---- line", "```"));

        List<String> differences =
                table.differences(Map.of("a", Set.of(), "b", Set.of("a"), "c", Set.of("a", "b")));

        assertThat(table.sansIo()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(differences).containsExactly("wrong row, should be: c          : b a");
        assertThat(table.upwardUses(Map.of("a", Set.of("c")))).containsExactly("a uses c");
    }

    private static Map<String, Set<String>> used() throws IOException {
        Map<String, Set<String>> used = new TreeMap<>();
        for (CompiledClass compiled : CompiledClass.below(CompiledClass.MAIN)) {
            Set<String> uses = used.computeIfAbsent(compiled.packageName(), _ -> new TreeSet<>());
            compiled.texts()
                    .flatMap(text -> OURS.matcher(text).results())
                    .map(match -> match.group(1))
                    .filter(name -> !name.equals(compiled.packageName()))
                    .forEach(uses::add);
        }
        return used;
    }

    private static Stream<String> impurities(CompiledClass compiled) {
        Stream<String> types =
                compiled.texts()
                        .flatMap(text -> IMPURE_TYPE.matcher(text).results())
                        .map(MatchResult::group);
        Stream<String> members = compiled.members().filter(IMPURE_MEMBER.asMatchPredicate());
        return Stream.concat(types, members);
    }
}
