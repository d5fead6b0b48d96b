/// Streams that live on other nodes: found by their claims, pulled once, and dropped when nobody
/// watches.
package weir.cascade;
