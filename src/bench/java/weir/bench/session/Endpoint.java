package weir.bench.session;

import weir.bench.net.MessageArray;
import weir.bench.net.UdpSocket;

/// What [MediaLoop] drives: whoever has a socket. Called on the loop alone.
interface Endpoint {
    UdpSocket socket();

    /// @param messages to receive with
    void onReadable(MessageArray messages);

    /// Called every 20 ms while [#isHurried()], else once a second.
    void onTick(long nowNanos);

    boolean isHurried();
}
