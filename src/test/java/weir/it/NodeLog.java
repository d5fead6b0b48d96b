package weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// What a node must not have written.
public final class NodeLog {
    private NodeLog() {}

    /// No warning, no error, no stack trace.
    public static void assertQuiet(NodeProcess node) {
        try {
            List<String> loud =
                    Files.readAllLines(node.log()).stream()
                            .filter(
                                    line ->
                                            line.contains(" ERROR ")
                                                    || line.contains(" WARN ")
                                                    || line.startsWith("\tat ")
                                                    || line.contains("Exception"))
                            .toList();
            assertThat(loud).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
