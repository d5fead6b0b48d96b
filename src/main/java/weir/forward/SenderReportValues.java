package weir.forward;

/// What a sender report says of one medium, besides the NTP time that it was asked for (RFC 3550
/// §6.4.1). A value.
///
/// @param rtpTimestamp what a packet captured at that time would carry
/// @param packets      sent since the beginning, without retransmissions; the report has 32 bits
/// @param octets       of their payloads
public record SenderReportValues(int rtpTimestamp, long packets, long octets) {}
