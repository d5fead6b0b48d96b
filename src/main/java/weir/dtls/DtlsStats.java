package weir.dtls;

/// What one [DtlsEndpoint] did not use. A value.
///
/// @param recordsMalformed       datagrams cut short where a record broke a rule
/// @param recordsDropped         well-formed, but before the start, after the end, before any
///                               ClientHello, above a limit
/// @param applicationDataDropped records: nobody reads application data yet
public record DtlsStats(long recordsMalformed, long recordsDropped, long applicationDataDropped) {}
