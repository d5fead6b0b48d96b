package weir.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Tells the requests that browsers send for pages that are neither of this node nor listed. A
/// value.
final class ForeignPages {
    private static final String FORWARDED_HOST = "X-Forwarded-Host";

    private final Set<String> listed;
    private final List<Integer> ports;
    private final Clients clients;

    /// @param listed origins; `*` lists none
    ForeignPages(List<String> listed, HttpPorts ports, Clients clients) {
        this.listed = Set.copyOf(listed);
        this.ports =
                Stream.of(ports.plain(), ports.tls())
                        .flatMap(port -> port.stream().boxed())
                        .toList();
        this.clients = clients;
    }

    /// Only browsers say for whom they ask, and always do where more than reading is asked for
    /// (Fetch §3.2).
    boolean sent(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        return !origins.isEmpty()
                && (origins.size() > 1 || !isWelcome(origins.getFirst(), asked(request)));
    }

    /// @param asked what the request calls this node
    boolean isWelcome(String origin, List<HostAndPort> asked) {
        return listed.contains(origin)
                || PageOrigin.read(origin)
                        .filter(PageOrigin::isUnforgeable)
                        .filter(page -> asked.stream().anyMatch(each -> page.isAt(each, ports)))
                        .isPresent();
    }

    private List<HostAndPort> asked(HttpServerRequest request) {
        List<HostAndPort> asked = new ArrayList<>();
        Optional.ofNullable(request.authority()).ifPresent(asked::add);
        if (clients.isProxy(Clients.address(request.remoteAddress()))) {
            request.headers().getAll(FORWARDED_HOST).stream()
                    .flatMap(each -> Arrays.stream(each.split(",")))
                    .map(each -> HostAndPort.parseAuthority(each.strip(), -1))
                    .filter(Objects::nonNull)
                    .forEach(asked::add);
        }
        return asked;
    }
}
