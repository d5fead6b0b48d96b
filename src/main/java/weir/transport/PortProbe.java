package weir.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;

/// Tries out whether a port is free, by binding it at each of several addresses.
@FunctionalInterface
interface PortProbe {
    /// Where one address has a port free that another has not.
    int ATTEMPTS_MAX = 20;

    /// @param wanted 0 for one that the first address has free
    /// @return the port that was bound at each, and is free again
    /// @throws BindException that names the address, if it is taken
    int bindAll(List<InetAddress> addresses, int wanted) throws IOException;

    /// As [#bindAll], and of those that nobody named another one is tried.
    default int find(List<InetAddress> addresses, int wanted) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return bindAll(addresses, wanted);
            } catch (BindException taken) {
                if (wanted != 0 || attempt == ATTEMPTS_MAX) {
                    throw taken;
                }
            }
        }
    }
}
