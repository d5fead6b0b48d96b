/// How much may be sent: what a receiver tells of arrivals and limits, and what a sender makes of
/// it (draft-holmer-rmcat-transport-wide-cc-extensions-01, draft-alvestrand-rmcat-remb-03,
/// draft-ietf-rmcat-gcc-02).
package weir.congestion;
