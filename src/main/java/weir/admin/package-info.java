/// What operators, pages and tools ask of a node: streams, nodes, metrics, health.
package weir.admin;
