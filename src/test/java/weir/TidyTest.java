package weir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rules of style that a machine can check.
class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final int COLUMNS_MAX = 100;

    private static final Set<String> TOP_LEVEL =
            Set.of(
                    "src conf cluster scripts README.md pom.xml .ci LICENSE .gitignore .git"
                            .split(" "));
    private static final Set<String> NOT_NOUNS =
            Set.of("util utils helper helpers manager impl common misc".split(" "));

    /// Written so that this file does not match itself.
    private static final Pattern PUT_OFF = Pattern.compile("\\b(TO[D]O|FIX[M]E)\\b");

    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[/$._-]+");
    private static final Pattern SLEEP =
            Pattern.compile(
                    "java/lang/Thread\\.sleep\\(.*|java/util/concurrent/TimeUnit\\.sleep.*");

    @Test
    void filesAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                tooLong.add(file + ": " + lines + " lines");
            }
        }

        assertThat(tooLong).as("files of over %d lines", FILE_LINES_MAX).isEmpty();
    }

    @Test
    void methodsAreShort() throws IOException {
        assertThat(classes())
                .flatExtracting(CompiledClass::methodLengths)
                .as("methods of over %d lines", METHOD_LINES_MAX)
                .allMatch(method -> method.lines() <= METHOD_LINES_MAX || isStatic(method));
    }

    @Test
    void linesFitTheScreen() throws IOException {
        // A line without a space, such as a long URI, cannot be broken.
        assertThat(
                        linesOf(
                                sources(),
                                line -> columns(line) > COLUMNS_MAX && line.trim().contains(" ")))
                .as("lines of over %d columns", COLUMNS_MAX)
                .isEmpty();
    }

    @Test
    void nothingIsPutOff() throws IOException {
        assertThat(linesOf(sources(), line -> PUT_OFF.matcher(line).find())).isEmpty();
    }

    @Test
    void namesAreNouns() throws IOException {
        assertThat(classes())
                .extracting(CompiledClass::name)
                .noneMatch(name -> words(name).anyMatch(NOT_NOUNS::contains));
    }

    @Test
    void noUnitTestSleeps() throws IOException {
        assertThat(CompiledClass.below(CompiledClass.TEST))
                .filteredOn(compiled -> !compiled.name().startsWith("weir/it/"))
                .filteredOn(compiled -> compiled.members().anyMatch(SLEEP.asMatchPredicate()))
                .extracting(CompiledClass::name)
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        assertThat(sources())
                .filteredOn(file -> file.startsWith("src/main/java") && isJava(file))
                .extracting(Path::getParent)
                .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
    }

    @Test
    void nothingLiesAboutAtTheTop() throws IOException {
        List<Predicate<Path>> ignored =
                Files.readAllLines(Path.of(".gitignore")).stream().map(TidyTest::ignoring).toList();
        try (Stream<Path> entries = Files.list(Path.of(""))) {
            assertThat(entries.map(Path::getFileName))
                    .filteredOn(entry -> ignored.stream().noneMatch(rule -> rule.test(entry)))
                    .extracting(Path::toString)
                    .isSubsetOf(TOP_LEVEL);
        }
    }

    private static Predicate<Path> ignoring(String rule) {
        return FileSystems.getDefault().getPathMatcher("glob:" + rule.replace("/", ""))::matches;
    }

    /// What people write and read, relative to the project's folder.
    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String folder : List.of("src", "conf", "cluster", "scripts", ".ci")) {
            if (Files.exists(Path.of(folder))) {
                try (Stream<Path> files = Files.walk(Path.of(folder))) {
                    files.filter(TidyTest::isSource).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    /// Text of our own: vectors and pages under resources, and dashboards, are not measured.
    private static boolean isSource(Path file) {
        return Files.isRegularFile(file)
                && !file.toString().contains("/resources/")
                && !file.toString().endsWith(".json");
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    private static List<CompiledClass> classes() throws IOException {
        List<CompiledClass> classes = new ArrayList<>(CompiledClass.below(CompiledClass.MAIN));
        classes.addAll(CompiledClass.below(CompiledClass.TEST));
        return classes;
    }

    /// An enum's list of constants may be long.
    private static boolean isStatic(CompiledClass.MethodLength method) {
        return method.name().endsWith(".<clinit>");
    }

    private static List<String> linesOf(List<Path> files, Predicate<String> wanted)
            throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (wanted.test(lines.get(i))) {
                    found.add(file + ":" + (i + 1));
                }
            }
        }
        return found;
    }

    private static int columns(String line) {
        return line.codePointCount(0, line.length());
    }

    private static Stream<String> words(String name) {
        return Arrays.stream(WORD_END.split(name)).map(String::toLowerCase);
    }
}
