/// Which nodes there are, which of them has which stream, and how one asks another.
///
/// [ClusteredVertx] joins the cluster; [Membership] says who else is in it; [StreamDirectory] keeps
/// the claims, [NodeDirectory] what each node says of itself; [NodeBus] carries requests between
/// nodes. Everything here is a ref (any thread may call it) and soft state: what is lost is said
/// again.
///
/// What crosses nodes is versioned JSON whose unknown fields are ignored; never Java serialization.
package weir.cluster;
