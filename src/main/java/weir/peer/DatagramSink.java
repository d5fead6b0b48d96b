package weir.peer;

import io.netty.buffer.ByteBuf;

/// Where a [Peer] writes the datagrams that it seals: into memory that is sent as it stands, to the
/// pair that was selected last. One for each peer, owned by its loop.
///
/// Many peers may write into one memory, each datagram behind the one before: between [#begin] and
/// [#end] nothing else is begun.
public interface DatagramSink {
    /// Room for one datagram at the writer index of the buffer given. What is written there and not
    /// ended is not sent.
    ///
    /// @param lengthMax bytes
    /// @return lent until the next call of anything
    ByteBuf begin(int lengthMax);

    /// What stands between the index and the writer index is one datagram.
    ///
    /// @param index the writer index as it was at [#begin]
    void end(int index);
}
