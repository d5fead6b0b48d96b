package weir.fuzz;

import java.nio.file.Path;

/// How much of what is sent. A value.
///
/// @param seed    of all damage; what is damaged is recorded from sessions, whose keys are new
/// @param rate    datagrams a second at most
/// @param windows in which the viewer's frames are counted, besides the one before the attack
/// @param calm    seconds of that one
/// @param logs    folder for what the node says
public record FuzzPlan(
        long datagrams,
        int requests,
        long seed,
        int rate,
        int windows,
        int calm,
        Path project,
        Path logs) {

    public FuzzPlan {
        if (datagrams < 1 || requests < 1 || rate < 1 || windows < 1 || calm < 1) {
            throw new IllegalArgumentException("all numbers are 1 or more");
        }
    }
}
