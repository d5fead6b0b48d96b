package weir.stream;

import java.util.List;
import java.util.Optional;

/// One stream on this node at one moment. A value.
///
/// @param createdAtMillis       since 1970
/// @param publisherLeftAtMillis since 1970; 0 while there is a publication
/// @param viewersLeftAtMillis   since 1970; 0 while there is a viewer
public record StreamSnapshot(
        String name,
        long createdAtMillis,
        Optional<PublicationRef> publication,
        long publisherLeftAtMillis,
        long viewersLeftAtMillis,
        List<StreamMember> members) {}
