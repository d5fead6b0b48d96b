package weir.stream;

import java.util.Set;

/// What of a publication's video one loop wants. A value.
///
/// @param isWatched whether anybody is there at all
/// @param ssrcs     sent to somebody there, or awaited
record WantedStreams(boolean isWatched, Set<Integer> ssrcs) {
    WantedStreams {
        ssrcs = Set.copyOf(ssrcs);
    }
}
