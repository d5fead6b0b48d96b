/// The program: reads its options and settings, and starts a node.
package weir.app;
