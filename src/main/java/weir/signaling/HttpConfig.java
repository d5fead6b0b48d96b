package weir.signaling;

/// Where HTTP is served. A value.
///
/// @param host    address to listen at, or a name of one
/// @param port    TCP port, 0..65535; 0 takes any that is free
/// @param bodyMax bytes of a request's body, 1 or more
public record HttpConfig(String host, int port, int bodyMax) {
    public HttpConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("http.host must be an address, is '" + host + "'");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("http.port must be 0..65535, is " + port);
        }
        if (bodyMax < 1) {
            throw new IllegalArgumentException("http.body-max must be 1 or more, is " + bodyMax);
        }
    }
}
