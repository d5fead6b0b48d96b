package weir.transport;

import io.netty.buffer.ByteBuf;

import weir.ice.CandidatePair;

/// How a session's datagrams leave. Owned by the session's loop.
interface MediaSocket {
    /// @param chunk       given: one or more datagrams back to back
    /// @param segmentSize bytes of each but the last
    void send(ByteBuf chunk, int segmentSize, CandidatePair pair);

    /// From now on datagrams go this way.
    void onPathSelected(CandidatePair pair);

    /// False while the kernel takes less than is sent.
    boolean isWritable();

    /// The session is over; closes what is its own.
    void close();
}
