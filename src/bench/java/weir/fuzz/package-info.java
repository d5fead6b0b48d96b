/// Attacks a node of Weir by damaged datagrams and requests while a stream is watched; run by
/// `scripts/fuzz`, and small by an integration test.
package weir.fuzz;
