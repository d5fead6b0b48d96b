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

    /// The peer has opened a connection to us.
    ///
    /// @return false if there may be none, or no more
    default boolean add(TcpConnection connection) {
        return false;
    }

    /// A connection that was added is closed.
    ///
    /// @return whether there is no other of the same pair
    default boolean remove(TcpConnection connection) {
        return true;
    }

    /// False while the kernel takes less than is sent.
    boolean isWritable();

    /// The session is over; closes what is its own.
    void close();
}
