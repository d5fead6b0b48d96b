package weir.testkit;

import weir.rtcp.RtcpPacket;

/// Keeps what comes to a client, and tells its sender what is asked of it.
final class ClientInbox implements ClientPath.Listener {
    private final ReceivedMedia received;
    private SyntheticSender sender;

    ClientInbox(ReceivedMedia received) {
        this.received = received;
    }

    /// To be called before anything comes.
    void tell(SyntheticSender asked) {
        sender = asked;
    }

    @Override
    public void onRtp(ReceivedRtp packet) {
        received.add(packet);
    }

    @Override
    public void onRtcp(RtcpPacket packet, long arrivalNanos) {
        received.add(new ReceivedMedia.Rtcp(packet, arrivalNanos));
        sender.onRtcp(packet);
    }

    @Override
    public void onRepeated(byte[] sealed) {
        received.addRepeated(sealed);
    }
}
