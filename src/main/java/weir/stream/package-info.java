/// The streams on this node: from one publication to the subscribers on every loop, each at the
/// layer and the pace that its path takes, and beginning with the newest key frame.
package weir.stream;
