package weir.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Reads from Linux how many datagrams the sockets of one port had no room for. A value.
///
/// ```
///   sl  local_address rem_address   st tx_queue rx_queue … ref pointer drops
///  123: 0100007F:1E61 00000000:0000 07 00000000:00000000 … 2 0000000000000000 17
/// ```
///
/// @param tables of the kernel, one for IPv4 and one for IPv6
record SocketDrops(List<Path> tables) {
    static final SocketDrops OF_THIS_MACHINE =
            new SocketDrops(List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6")));

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int LOCAL_ADDRESS = 1;
    private static final int HEX = 16;

    /// Blocks, though not for long.
    ///
    /// @return empty where the kernel does not tell
    OptionalLong read(int port) {
        long drops = 0;
        boolean told = false;
        for (Path table : tables) {
            try {
                drops += sum(Files.readAllLines(table), port);
                told = true;
            } catch (IOException _) {
                // No IPv6, or no Linux.
            }
        }
        return told ? OptionalLong.of(drops) : OptionalLong.empty();
    }

    static long sum(List<String> lines, int port) {
        long drops = 0;
        for (String line : lines) {
            String[] fields = BLANKS.split(line.strip());
            if (fields.length > LOCAL_ADDRESS && isOfPort(fields[LOCAL_ADDRESS], port)) {
                drops += Long.parseLong(fields[fields.length - 1]);
            }
        }
        return drops;
    }

    private static boolean isOfPort(String address, int port) {
        int colon = address.lastIndexOf(':');
        return colon >= 0 && Integer.parseInt(address, colon + 1, address.length(), HEX) == port;
    }
}
