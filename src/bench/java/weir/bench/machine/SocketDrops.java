package weir.bench.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/// Datagrams that sockets had no room for, as `/proc/net/udp` tells.
public final class SocketDrops {
    private static final int LOCAL_ADDRESS = 1;

    private SocketDrops() {}

    /// Of all sockets at these ports, since they were opened.
    public static long of(Set<Integer> ports) {
        return ProcStat.read(Path.of("/proc/net/udp"))
                .map(table -> sum(table.lines().skip(1).toList(), ports::contains))
                .orElse(0L);
    }

    /// The count is the last column; a row may be of another form in a kernel to come.
    static long sum(List<String> rows, IntPredicate port) {
        long drops = 0;
        for (String row : rows) {
            String[] columns = row.strip().split("\\s+");
            String address = columns[LOCAL_ADDRESS];
            if (port.test(Integer.parseInt(address.substring(address.indexOf(':') + 1), 16))) {
                drops += Long.parseLong(columns[columns.length - 1]);
            }
        }
        return drops;
    }
}
