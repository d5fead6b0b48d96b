package weir.transport;

import java.net.InetSocketAddress;

/// Where one session's datagrams go. Owned by the socket's loop.
final class Destination {
    private final Sender sender;
    private final InetSocketAddress remote;
    private final SocketAddress address;
    private boolean segments;

    Destination(Sender sender, InetSocketAddress remote) {
        this.sender = sender;
        this.remote = remote;
        this.address = new SocketAddress(remote);
        this.segments = sender.hasSegments();
    }

    Sender sender() {
        return sender;
    }

    InetSocketAddress remote() {
        return remote;
    }

    SocketAddress address() {
        return address;
    }

    boolean isWritable() {
        return sender.isWritable();
    }

    /// Whether several datagrams may go there in one send.
    boolean takesSegments() {
        return segments;
    }

    /// The kernel does not cut datagrams on the way there: the path's MTU is smaller than a
    /// segment, or the device cannot.
    void refuseSegments() {
        segments = false;
    }
}
