package weir.stream;

import weir.forward.Diagnosis;
import weir.forward.PublisherFacts;
import weir.peer.SourceStats;

import java.util.List;
import java.util.Optional;

/// What a publication brings. A value.
///
/// @param sources   as the peer counts them, those that were replaced too
/// @param encodings of the video
public record PublicationStats(
        PublisherFacts facts, List<SourceStats> sources, List<EncodingStats> encodings) {
    /// Where nobody publishes.
    public static final PublicationStats NONE =
            new PublicationStats(
                    new PublisherFacts(
                            Diagnosis.NEVER,
                            false,
                            Diagnosis.NEVER,
                            Diagnosis.NEVER,
                            Diagnosis.NEVER,
                            Optional.empty(),
                            false,
                            false),
                    List.of(),
                    List.of());
}
