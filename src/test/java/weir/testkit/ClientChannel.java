package weir.testkit;

import java.net.InetSocketAddress;

/// What carries a client's datagrams. Any thread may send; what comes is handed to the clients'
/// loop.
interface ClientChannel extends AutoCloseable {
    interface Receiver {
        void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos);
    }

    /// Called once, before anything else.
    void start(Receiver receiver);

    /// Blocks for as long as this machine takes.
    void connect(InetSocketAddress server);

    /// Once connected.
    InetSocketAddress address();

    void send(byte[] datagram, InetSocketAddress to);

    /// Nothing is taken from the network until it is resumed.
    void pauseReading(boolean paused);

    @Override
    void close();
}
