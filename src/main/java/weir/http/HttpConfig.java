package weir.http;

import java.util.List;

/// Where HTTP is served, and to whom. A value.
///
/// @param host           address to listen at, or a name of one; HTTPS is there too
/// @param port           TCP port, 0..65535; 0 takes any that is free
/// @param plain          what is at that port where HTTPS is served
/// @param bodyMax        bytes of a request's body, 1 or more
/// @param bodiesMax      bytes of all bodies at a time, bodyMax or more
/// @param answersMax     bytes of all long answers at a time that are not taken, 1 or more
/// @param corsOrigins    of pages that may use the API; `*` for all
/// @param trustedProxies addresses, or networks as `10.0.0.0/8`, whose `X-Forwarded-For` is
///     believed
/// @param accessLog      whether there is a line for each request
public record HttpConfig(
        String host,
        int port,
        Plain plain,
        int bodyMax,
        long bodiesMax,
        long answersMax,
        List<String> corsOrigins,
        List<String> trustedProxies,
        boolean accessLog) {

    /// What is without TLS where there is TLS. A value.
    public enum Plain {
        SERVE,
        /// Served, but pages that a browser opens are sent on to HTTPS.
        REDIRECT,
        OFF
    }

    public HttpConfig {
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        if (host.isBlank()) {
            throw new IllegalArgumentException("http.host must be an address, is '" + host + "'");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("http.port must be 0..65535, is " + port);
        }
        if (bodyMax < 1) {
            throw new IllegalArgumentException("http.body-max must be 1 or more, is " + bodyMax);
        }
        if (bodiesMax < bodyMax) {
            throw new IllegalArgumentException(
                    "http.bodies-max must be http.body-max or more, is " + bodiesMax);
        }
        if (answersMax < 1) {
            throw new IllegalArgumentException(
                    "http.answers-max must be 1 or more, is " + answersMax);
        }
        for (String origin : corsOrigins) {
            if (!origin.equals(Cors.ANY) && !Cors.isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "http.cors-origins must be * or origins such as https://example.org, is '"
                                + origin
                                + "'");
            }
        }
        IpNetworks.check("http.trusted-proxies", trustedProxies);
    }
}
