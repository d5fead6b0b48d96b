package weir.bench.run;

import weir.srtp.SrtpProfile;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// How everything is measured. A value.
///
/// @param token         of the server, for `Authorization: Bearer`
/// @param seconds       of one window
/// @param warmupSeconds before the first; later ones have 10 at most
/// @param rounds        server and null forwarder in turn
/// @param serverPid     whose CPU is read
/// @param nullForwarder the program; empty if it is not to be measured
public record Settings(
        Addresses addresses,
        Optional<String> token,
        SrtpProfile profile,
        int seconds,
        int warmupSeconds,
        int rounds,
        OptionalLong serverPid,
        Optional<Path> nullForwarder) {

    Settings at(Addresses other, OptionalLong pid) {
        return new Settings(
                other, token, profile, seconds, warmupSeconds, rounds, pid, nullForwarder);
    }
}
