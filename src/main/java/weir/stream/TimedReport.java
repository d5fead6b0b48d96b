package weir.stream;

import weir.rtcp.SenderReport;
import weir.rtp.MediaKind;

/// A publisher's sender report and when it came. A value.
///
/// @param arrivalNanos on the node's clock
record TimedReport(MediaKind kind, int clockRate, SenderReport report, long arrivalNanos) {}
