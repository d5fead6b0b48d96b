package weir.stream;

import weir.transport.SessionRef;

/// A session that takes a stream from this node. A value.
///
/// @param joinedAtMillis since 1970
public record StreamMember(SessionRef session, Role role, long joinedAtMillis) {
    /// What a member is to the stream.
    public enum Role {
        VIEWER,
        /// Another node that pulls the stream.
        LINK
    }
}
