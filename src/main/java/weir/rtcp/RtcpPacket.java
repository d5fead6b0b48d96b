package weir.rtcp;

/// One packet of an RTCP compound. A value; what Weir does not know is [Unknown].
///
/// SSRCs are 32 bits, unsigned; print them with [Integer#toUnsignedString(int)].
public sealed interface RtcpPacket
        permits SenderReport,
                ReceiverReport,
                SourceDescription,
                Bye,
                GenericNack,
                PauseMessage,
                TransportFeedback,
                PictureLossIndication,
                FullIntraRequest,
                ReceiverEstimatedMaximumBitrate,
                Unknown {

    /// Report blocks, description chunks or sources of one packet: the count has 5 bits (RFC 3550
    /// §6.4.1).
    int ENTRIES_MAX = 31;
}
