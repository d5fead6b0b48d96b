/// RTP packets and what names them: headers, header extensions, payload formats (RFC 3550 §5,
/// RFC 8285).
package weir.rtp;
