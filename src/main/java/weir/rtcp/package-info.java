/// RTCP packets and what reads and writes them: reports and descriptions (RFC 3550 §6), feedback
/// (RFC 4585, RFC 5104, RFC 7728), transport-wide feedback
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01) and REMB (draft-alvestrand-rmcat-remb-03).
package weir.rtcp;
