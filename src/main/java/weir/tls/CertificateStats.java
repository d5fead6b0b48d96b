package weir.tls;

import java.time.Instant;

/// @param loaded   identities that took the place of another
/// @param refused  changes of files that could not be used
/// @param notAfter when the one that is shown ends
public record CertificateStats(long loaded, long refused, Instant notAfter) {}
