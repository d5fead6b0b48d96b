package weir.transport;

/// Sends what stands in the loop's [SendQueue] by one socket. Owned by the socket's loop.
sealed interface Sender permits DatagramSender, FrameSender {
    /// False while the kernel takes less than is sent.
    boolean isWritable();

    /// Whether it takes several equal datagrams at once, the last of which may be shorter.
    boolean hasSegments();

    /// Sends the queue's messages `from` up to, but not with, `to`; all are of this socket.
    void send(SendQueue queue, int from, int to);
}
