package weir.ice;

import io.netty.buffer.ByteBuf;

/// What an [IceAgent] asks its driver to do.
public sealed interface IceOutput {
    /// Send this from the pair's local address to its remote one.
    ///
    /// @param datagram the driver's to release
    record Transmit(ByteBuf datagram, CandidatePair pair) implements IceOutput {}

    /// From now on everything but checks goes over this pair; there may have been another before.
    record Selected(CandidatePair pair) implements IceOutput {}

    /// The peer nominated this pair, and did not answer there: all goes on where it went before.
    record PathUnproven(CandidatePair pair) implements IceOutput {}

    /// The peer is gone, or never came: send it nothing more (RFC 7675 §5.1). The last output.
    record Expired() implements IceOutput {}
}
