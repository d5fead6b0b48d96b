/// Protecting and unprotecting RTP and RTCP (RFC 3711, RFC 7714).
package weir.srtp;
