/// DTLS-SRTP (RFC 5763, RFC 5764) over DTLS 1.2 (RFC 6347), by Bouncy Castle, and the certificates
/// that are made here.
///
/// ```
/// DtlsEndpoint ── records ──► RecordChannel ◄── blocks on ── BlockingHandshake (its own thread)
///      ▲                          │                                │
///      └────── datagrams ─────────┘           SrtpTlsServer or SrtpTlsClient, SrtpNegotiation
/// ```
///
/// A handshake blocks, so it has a virtual thread, admitted by the [weir.dtls.HandshakeLimiter].
/// Once it is complete the loop itself drives the association, through the same
/// [weir.dtls.RecordChannel]. What a hostile peer sends meets [weir.dtls.RecordReader] first.
package weir.dtls;
