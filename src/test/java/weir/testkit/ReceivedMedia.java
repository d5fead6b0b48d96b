package weir.testkit;

import weir.rtcp.RtcpPacket;

import java.util.ArrayList;
import java.util.List;

/// All that a client received, in the order of its coming. Any thread.
public final class ReceivedMedia {
    /// @param arrivalNanos when it was read from the socket
    public record Rtcp(RtcpPacket packet, long arrivalNanos) {}

    private final List<ReceivedRtp> packets = new ArrayList<>();
    private final List<Rtcp> rtcp = new ArrayList<>();
    private final List<byte[]> repeated = new ArrayList<>();

    synchronized void add(ReceivedRtp packet) {
        packets.add(packet);
    }

    synchronized void add(Rtcp packet) {
        rtcp.add(packet);
    }

    synchronized void addRepeated(byte[] sealed) {
        repeated.add(sealed);
    }

    public synchronized List<ReceivedRtp> packets() {
        return List.copyOf(packets);
    }

    public List<ReceivedRtp> packets(int ssrc) {
        return packets().stream().filter(packet -> packet.ssrc() == ssrc).toList();
    }

    public synchronized int count() {
        return packets.size();
    }

    public synchronized List<Rtcp> rtcp() {
        return List.copyOf(rtcp);
    }

    public <T extends RtcpPacket> List<T> rtcp(Class<T> type) {
        return rtcp().stream().map(Rtcp::packet).filter(type::isInstance).map(type::cast).toList();
    }

    /// Datagrams with a packet that had come before.
    public synchronized List<byte[]> repeated() {
        return List.copyOf(repeated);
    }
}
