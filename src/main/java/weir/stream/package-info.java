/// The streams on this node: from one publication to the subscribers on every loop.
package weir.stream;
