package weir.stream;

import weir.transport.SessionRef;

import java.util.Optional;

/// A session that takes a stream from this node. A value.
///
/// @param viewer what a viewer can be told; empty for a link
public record StreamMember(SessionRef session, Role role, Optional<SubscriberRef> viewer) {
    /// What a member is to the stream.
    public enum Role {
        VIEWER,
        /// Another node that pulls the stream.
        LINK
    }
}
