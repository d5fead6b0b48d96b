package weir.transport;

import io.netty.buffer.ByteBuf;

import weir.ice.CandidatePair;
import weir.peer.DatagramSink;

/// How a session's datagrams leave; those written into the sink go to the path selected. Owned by
/// the session's loop.
interface MediaSocket extends DatagramSink {
    /// @param datagram given
    void send(ByteBuf datagram, CandidatePair pair);

    /// From now on media goes this way.
    void onPathSelected(CandidatePair pair);

    /// False while the kernel takes less than is sent.
    boolean isWritable();

    /// The session is over; closes what is its own.
    void close();
}
