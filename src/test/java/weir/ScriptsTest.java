package weir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What scripts/weir does around the nodes; a script of a few lines takes the part of the JVM.
@Timeout(60)
class ScriptsTest {
    /// Says its options, then does as its variable ROLE says until it is told to end.
    private static final String NODE =
            """
            #!/bin/bash
            trap 'echo stopped; exit 143' TERM
            echo "process $$ of $*"
            [ "$ROLE" = ends-with-7 ] && exit 7
            if [ "$ROLE" = second-fails ]; then
                if [[ "$*" = *"--http-port $SECOND"* ]]; then
                    until [ -e "$FIRST_IS_UP" ]; do sleep 0.05; done
                    exit 3
                fi
                : > "$FIRST_IS_UP"
            fi
            for ((turn = 0; turn < 1200; turn++)); do sleep 0.05; done
            """;

    private static final String ALL_RUN =
            "weir: 2 nodes are one cluster: publish at one, watch at another; Ctrl-C stops all";

    @TempDir private Path folder;
    private Path project;
    private Process process;
    private BufferedReader output;
    private final Map<String, String> variables = new HashMap<>();

    /// A project that is built, with a JDK of its own.
    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectory(folder.resolve("a project"));
        for (String script : List.of("weir", "find-jdk")) {
            executable("scripts/" + script, Files.readString(Path.of("scripts", script)));
        }
        executable("jdk/bin/javac", "");
        executable("jdk/bin/java", NODE);
        Files.writeString(project.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        for (String name : List.of("src/main", "conf", "target/lib")) {
            Files.createDirectories(project.resolve(name));
        }
        Files.createFile(project.resolve("pom.xml"));
        Path jar = Files.createFile(project.resolve("target/weir.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(3600)));
        // As it is left where no cache of classes could be made.
        Path cache = Files.createFile(project.resolve("target/weir.aot"));
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().plusSeconds(7200)));
        variables.put("JAVA_HOME", project.resolve("jdk").toString());
        variables.put("WEIR_JVM_FOLDERS", "");
    }

    @AfterEach
    void endWhatIsLeft() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// JUnit warns of links that lead out of a folder of its own.
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void aSingleNodeGetsAllOptionsAndItsExitCodePassesOn() throws Exception {
        variables.put("ROLE", "ends-with-7");
        variables.put("WEIR_JAVA_OPTIONS", "-Xmx2g -ea");
        Path link = Files.createSymbolicLink(folder.resolve("w"), project.resolve("scripts/weir"));

        start(link.toString(), "--http-port=8001", "--check-config");

        assertThat(rest())
                .singleElement()
                .asString()
                .contains("-Xmx2g -ea -cp " + project + "/target/weir.jar:")
                .endsWith("weir.app.Main --check-config --http-port 8001");
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Test
    void severalNodesHaveTheirOwnPortsAndOutputAndEndTogether() throws Exception {
        try (Ports ports = Ports.open()) {
            startTwo(ports.first());

            // Either may be the first to say something.
            List<String> lines = Stream.of(output.readLine(), output.readLine()).sorted().toList();
            assertThat(lines.getFirst())
                    .startsWith("node 1 | process ")
                    .endsWith(
                            " --http-port %d --udp-port 9001 --tcp-port 9101"
                                    .formatted(ports.first()));
            assertThat(lines.getLast())
                    .startsWith("node 2 | process ")
                    .endsWith(
                            " --http-port %d --udp-port 9002 --tcp-port 9102"
                                    .formatted(ports.first() + 1));
            assertThat(output.readLine()).isEqualTo(ALL_RUN);
            process.toHandle().destroy();

            assertThat(rest()).containsExactlyInAnyOrder("node 1 | stopped", "node 2 | stopped");
            assertThat(process.waitFor()).isEqualTo(143);
        }
    }

    @Test
    void oneNodeThatFailsAtStartStopsAll() throws Exception {
        try (Ports ports = Ports.open()) {
            variables.put("ROLE", "second-fails");
            variables.put("SECOND", String.valueOf(ports.first() + 1));
            variables.put("FIRST_IS_UP", folder.resolve("up").toString());
            startTwo(ports.first());

            assertThat(rest())
                    .contains("weir: node 2 failed at start, all are stopped", "node 1 | stopped");
            assertThat(process.waitFor()).isEqualTo(3);
        }
    }

    @Test
    void aNodeThatIsKilledLeavesTheOthersRunning() throws Exception {
        try (Ports ports = Ports.open()) {
            startTwo(ports.first());
            // Either may be the first to say something.
            List<String> lines = Stream.of(output.readLine(), output.readLine()).sorted().toList();
            long first = Long.parseLong(lines.getFirst().split(" ")[4]);
            assertThat(output.readLine()).isEqualTo(ALL_RUN);

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            assertThat(output.readLine()).isEqualTo("weir: node 1 ended with exit code 137");
            process.toHandle().destroy();
            assertThat(rest()).containsExactly("node 2 | stopped");
        }
    }

    @Test
    void withoutAJdkALineTellsWhatToInstall() throws Exception {
        variables.put("JAVA_HOME", "");
        variables.put("PATH", toolsWithoutJdkAndMaven());

        start(project.resolve("scripts/weir").toString());

        assertThat(rest())
                .singleElement()
                .asString()
                .startsWith("Weir needs a JDK 25 or newer:")
                .contains("apt-get install");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void anOlderJdkIsNone() throws Exception {
        Files.writeString(project.resolve("jdk/release"), "JAVA_VERSION=\"21.0.9\"\n");
        variables.put("PATH", toolsWithoutJdkAndMaven());

        start(project.resolve("scripts/find-jdk").toString());

        assertThat(rest()).singleElement().asString().startsWith("Weir needs a JDK 25");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void withoutMavenALineTellsWhatToInstall() throws Exception {
        variables.put("PATH", toolsWithoutJdkAndMaven());
        Files.delete(project.resolve("target/weir.jar"));

        start(project.resolve("scripts/weir").toString());

        assertThat(rest()).containsExactly("weir: Maven is needed to build: apt-get install maven");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void aNodeRunsWithTheFlagsThatTestsRunWith() throws Exception {
        variables.put("ROLE", "ends-with-7");
        String flags =
                Files.readString(Path.of("pom.xml"))
                        .replaceFirst("(?s).*<jvm.flags>(.*)</jvm.flags>.*", "$1");

        start(project.resolve("scripts/weir").toString());

        assertThat(rest()).singleElement().asString().contains(flags.trim());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir",
                "find-jdk",
                "format",
                "test",
                "build-bench",
                "bench",
                "conformance",
                "fuzz"
            })
    void eachTellsHowItIsUsedAndDoesNothing(String script) throws Exception {
        variables.put("PATH", toolsWithoutJdkAndMaven());
        executable("scripts/" + script, Files.readString(Path.of("scripts", script)));

        start(project.resolve("scripts/" + script).toString(), "--help");

        assertThat(rest()).anyMatch(line -> line.startsWith("Usage: scripts/" + script));
        assertThat(process.waitFor()).isZero();
    }

    /// Two ports in a row with somebody listening, as nodes would that are up.
    private record Ports(ServerSocket one, ServerSocket next) implements AutoCloseable {
        static Ports open() throws IOException {
            while (true) {
                ServerSocket one = listen(0);
                try {
                    return new Ports(one, listen(one.getLocalPort() + 1));
                } catch (IOException | IllegalArgumentException _) {
                    one.close(); // the next is taken, or there is none
                }
            }
        }

        private static ServerSocket listen(int port) throws IOException {
            return new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        }

        int first() {
            return one.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            one.close();
            next.close();
        }
    }

    private void startTwo(int port) throws IOException {
        start(
                project.resolve("scripts/weir").toString(),
                "--nodes=2",
                "--http-port=" + port,
                "--udp-port=9001",
                "--tcp-port=9101");
    }

    private void start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(folder.toFile()).environment().putAll(variables);
        process = builder.start();
        output = process.inputReader();
    }

    private List<String> rest() {
        return output.lines().toList();
    }

    private void executable(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String toolsWithoutJdkAndMaven() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        List<String> missing = new ArrayList<>();
        for (String tool : "bash env dirname readlink sed find mkdir flock".split(" ")) {
            Path real = Path.of("/usr/bin", tool);
            if (Files.exists(real)) {
                Files.createSymbolicLink(tools.resolve(tool), real);
            } else {
                missing.add(tool);
            }
        }
        assertThat(missing).isSubsetOf("flock");
        return tools.toString();
    }
}
