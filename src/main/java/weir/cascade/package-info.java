/// Streams that live elsewhere: they are pulled from other nodes, once, and handed on.
package weir.cascade;
