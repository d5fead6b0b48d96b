/// Text ↔ session description (RFC 8866) and its fragment (RFC 8840), without meaning.
package weir.sdp;
