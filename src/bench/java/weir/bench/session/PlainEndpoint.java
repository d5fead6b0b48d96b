package weir.bench.session;

import weir.bench.net.MessageArray;
import weir.bench.net.UdpSocket;
import weir.srtp.SrtpReceiver;

/// A viewer of the null forwarder: no ICE, no DTLS, keys that are known. Owned by the loop.
final class PlainEndpoint implements Endpoint {
    private final UdpSocket socket;
    private final MediaListener listener;
    private final SrtpReceiver receiver;

    PlainEndpoint(UdpSocket socket, MediaListener listener, SrtpReceiver receiver) {
        this.socket = socket;
        this.listener = listener;
        this.receiver = receiver;
    }

    @Override
    public UdpSocket socket() {
        return socket;
    }

    @Override
    public void onReadable(MessageArray messages) {
        int count = messages.receive(socket);
        long nowNanos = System.nanoTime();
        for (int i = 0; i < count; i++) {
            listener.onRtp(messages.received(i), receiver, nowNanos);
        }
    }

    @Override
    public void onTick(long nowNanos) {}

    @Override
    public boolean isHurried() {
        return false;
    }
}
