/// Offers in, answers and [weir.peer.PeerParameters] out (RFC 9429, RFC 9143, RFC 8853).
package weir.jsep;
