package weir.transport;

import weir.peer.ReceivingStats;
import weir.peer.SendingStats;
import weir.rtp.PayloadFormat;

import java.util.List;
import java.util.Optional;

/// What one session has carried so far. A value.
///
/// @param connected  whether it has a path and keys
/// @param protocol   that of the path that is used, `udp` or `tcp`, if there is one
/// @param formats    those of what is received now
/// @param receiveBps bits of media a second, over the last second
/// @param sendBps    bits of media a second, over the last second
public record SessionStats(
        boolean connected,
        Optional<String> protocol,
        List<PayloadFormat> formats,
        ReceivingStats received,
        long receiveBps,
        SendingStats sent,
        long sendBps) {}
