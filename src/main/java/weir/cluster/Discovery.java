package weir.cluster;

/// How the nodes of a cluster find each other.
public enum Discovery {
    /// Nodes on this machine, over loopback; needs no configuration.
    MACHINE,
    /// Nodes of this network segment, by multicast; they know the cluster's name and secret.
    LAN,
    /// Nodes that are listed, by TCP.
    MEMBERS
}
