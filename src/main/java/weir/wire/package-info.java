/// What a datagram is, and how a broken one is named (RFC 7983).
package weir.wire;
