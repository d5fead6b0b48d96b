package weir.http;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Where HTTP is served in the end, also where the config says port 0. A value.
///
/// @param plain empty where it is off
/// @param tls   empty where it is off
public record HttpPorts(String host, OptionalInt plain, OptionalInt tls) {
    boolean has(int port) {
        return IntStream.of(plain.orElse(-1), tls.orElse(-1)).anyMatch(each -> each == port);
    }

    /// @param host a name or an address, as one is written in a URL
    /// @return without TLS first, which needs no trust; each without a slash at its end
    public List<String> urls(String host) {
        List<String> urls = new ArrayList<>();
        plain.ifPresent(port -> urls.add("http://" + host + ":" + port));
        tls.ifPresent(port -> urls.add("https://" + host + ":" + port));
        return urls;
    }
}
