package weir.stream;

/// Where a publication's media comes from. A value.
public enum PublicationOrigin {
    /// A publisher's session on this node.
    PUBLISHER,
    /// A link to the node that has the stream.
    LINK
}
