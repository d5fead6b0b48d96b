package weir.http;

import io.netty.channel.ChannelHandler;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.tls.CertificateStats;
import weir.tls.CertificateWatch;
import weir.tls.HttpsConfig;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the listeners of all event loops share. Any thread.
public final class HttpFront {
    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);

    private final HttpConfig http;
    private final HttpsConfig https;
    private final LimitsConfig limits;
    private final HttpPorts ports;
    private final Optional<CertificateWatch> certificate;
    private final IpNetworks exempt;
    private final Clients clients;
    private final Cors cors;
    private final ForeignPages foreignPages;
    private final RequestRates rates;
    private final ConnectionLimit connections;
    private final ByteBudget bodyMemory;
    private final ByteBudget answerMemory;
    private final AtomicBoolean proxyTold = new AtomicBoolean();
    private final HttpRefusals refusals = new HttpRefusals();

    /// @param ports       that are free
    /// @param certificate empty where HTTPS is not served
    public HttpFront(
            HttpConfig http,
            HttpsConfig https,
            LimitsConfig limits,
            HttpPorts ports,
            Optional<CertificateWatch> certificate) {
        this.http = http;
        this.https = https;
        this.limits = limits;
        this.ports = ports;
        this.certificate = certificate;
        this.exempt = IpNetworks.of(limits.exempt());
        this.clients = new Clients(http.trustedProxies());
        this.cors = new Cors(http.corsOrigins());
        this.bodyMemory = new ByteBudget(http.bodiesMax());
        this.answerMemory = new ByteBudget(http.answersMax());
        this.foreignPages = new ForeignPages(http.corsOrigins(), ports, clients);
        this.rates =
                new RequestRates(
                        limits.requestsPerSecond(), limits.requestBurst(), limits.addressesMax());
        this.connections =
                new ConnectionLimit(
                        limits.connectionsMax(),
                        limits.connectionsPerAddressMax(),
                        peer -> isExempt(peer) || clients.isProxy(peer));
    }

    HttpConfig http() {
        return http;
    }

    HttpsConfig https() {
        return https;
    }

    LimitsConfig limits() {
        return limits;
    }

    HttpPorts ports() {
        return ports;
    }

    Optional<CertificateWatch> certificate() {
        return certificate;
    }

    Clients clients() {
        return clients;
    }

    Cors cors() {
        return cors;
    }

    /// For all sockets of the node that listen: those of other ports it leaves alone.
    public ChannelHandler acceptGate() {
        return new AcceptGate(connections, refusals, ports::has);
    }

    HttpRefusals refusals() {
        return refusals;
    }

    /// Whether the limits for one client do not hold for this one.
    public boolean isExempt(InetAddress client) {
        return exempt.contains(client);
    }

    /// Whether a browser sends the request for a page that is neither of this node nor listed.
    public boolean isOfForeignPage(HttpServerRequest request) {
        return foreignPages.sent(request);
    }

    /// A proxy on this machine, as long as nobody has named it, takes the limits from all who come
    /// by it: told once.
    void tellOfProxy(HttpServerRequest request, InetAddress client) {
        if (clients.isUntrustedProxy(request)
                && isExempt(client)
                && proxyTold.compareAndSet(false, true)) {
            log.info(
                    "{} asks for others and is exempt from limits, and so are they, until"
                            + " http.trusted-proxies names it",
                    client.getHostAddress());
        }
    }

    public int sessionsPerAddressMax() {
        return limits.sessionsPerAddressMax();
    }

    /// How many counter-offers may wait for the answer of this client.
    public int counterOffersMax(InetAddress client) {
        return isExempt(client) ? Integer.MAX_VALUE : limits.counterOffersPerAddressMax();
    }

    public int viewersPerStreamMax() {
        return limits.viewersPerStreamMax();
    }

    public int bodyMax() {
        return http.bodyMax();
    }

    /// Of requests that are not answered yet.
    public ByteBudget bodyMemory() {
        return bodyMemory;
    }

    /// Of answers that their clients have not taken.
    public ByteBudget answerMemory() {
        return answerMemory;
    }

    /// @return nanoseconds until the client may ask again, 0 if it may now
    long takeRequest(InetAddress client, long nowNanos) {
        return isExempt(client) ? 0 : rates.take(IpNetwork.ofClient(client), nowNanos);
    }

    /// TCP connections now.
    public int connections() {
        return connections.size();
    }

    /// Clients whose requests are counted now.
    public int countedClients() {
        return rates.clients();
    }

    /// Requests of clients that were too many for each to be counted.
    public long uncountedRequests() {
        return rates.shared();
    }

    public Map<String, Long> refused() {
        return refusals.counts();
    }

    /// Empty where HTTPS is not served.
    public Optional<CertificateStats> certificateStats() {
        return certificate.map(CertificateWatch::stats);
    }
}
