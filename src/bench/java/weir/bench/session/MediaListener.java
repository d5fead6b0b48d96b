package weir.bench.session;

import io.netty.buffer.ByteBuf;

import weir.srtp.SrtpReceiver;

/// What a [Connection] carries goes to it. Called on the loop alone.
interface MediaListener {
    /// @param link to send by
    void onConnected(MediaLink link);

    /// @param packet   lent: RTP as it came, from index 0
    /// @param receiver to open it with
    void onRtp(ByteBuf packet, SrtpReceiver receiver, long nowNanos);

    /// @param compound lent: RTCP in the clear
    void onRtcp(ByteBuf compound, long nowNanos);

    /// Once a second, or oftener while [#isHurried()].
    void onTick(long nowNanos);

    boolean isHurried();
}
