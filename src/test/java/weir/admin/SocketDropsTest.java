package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SocketDropsTest {
    private static final String HEAD =
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
                    + "  timeout inode ref pointer drops\n";

    @TempDir private Path folder;

    @Test
    void addsTheDropsOfAllSocketsOfThePort() throws IOException {
        Path v4 = table("udp", line("0100007F:1E61", 17), line("0100007F:1E61", 3));
        Path v6 = table("udp6", line("00000000000000000000000001000000:1E61", 100));

        assertThat(new SocketDrops(List.of(v4, v6)).read(7777)).hasValue(120);
    }

    @Test
    void leavesOutOtherPorts() throws IOException {
        Path v4 = table("udp", line("0100007F:1E62", 17), line("6100007F:0035", 1));

        assertThat(new SocketDrops(List.of(v4)).read(7777)).hasValue(0);
    }

    @Test
    void doesWithOneTableWhereThereIsNoOther() throws IOException {
        Path v4 = table("udp", line("0100007F:1E61", 17));

        assertThat(new SocketDrops(List.of(v4, folder.resolve("none"))).read(7777)).hasValue(17);
    }

    @Test
    void knowsNothingWhereTheKernelDoesNotTell() {
        assertThat(new SocketDrops(List.of(folder.resolve("none"))).read(7777)).isEmpty();
    }

    private Path table(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), HEAD + String.join("", lines));
    }

    private static String line(String local, int drops) {
        return "  391: %s 00000000:0000 07 00000000:00000000 00:00000000 00000000     0"
                        .formatted(local)
                + "        0 15873 2 0000000000000000 %d         %n".formatted(drops);
    }
}
