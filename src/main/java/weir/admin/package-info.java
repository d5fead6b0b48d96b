/// What operators, pages and tools ask of a node: the streams of the cluster and why nothing may be
/// seen of them, nodes, settings, metrics, health; and that it be emptied.
package weir.admin;
