/// How much may be sent: what a receiver tells of arrivals and limits
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01, draft-alvestrand-rmcat-remb-03).
package weir.congestion;
