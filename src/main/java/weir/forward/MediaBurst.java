package weir.forward;

import weir.codec.PayloadDescriptor;
import weir.codec.PayloadReader;
import weir.rtp.Burst;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The packets of one [Burst] with what their payloads say, read once however many viewers follow.
///
/// A packet whose payload breaks its format is not among them, see [#refused()]. Shares of it are
/// shares of the burst: [#share()] gives another, and each is closed once. Immutable; shares may be
/// held and closed on any thread.
public final class MediaBurst implements AutoCloseable {
    private final Burst burst;
    private final RtpPacket[] packets;
    private final PayloadDescriptor[] descriptors;
    private final List<MalformedPacketException.Rule> refused;
    private final int size;

    private MediaBurst(
            Burst burst,
            RtpPacket[] packets,
            PayloadDescriptor[] descriptors,
            int size,
            List<MalformedPacketException.Rule> refused) {
        this.burst = burst;
        this.packets = packets;
        this.descriptors = descriptors;
        this.size = size;
        this.refused = refused;
    }

    /// @param burst lent; the result has a share of it
    public static MediaBurst of(Burst burst) {
        RtpPacket[] packets = new RtpPacket[burst.size()];
        PayloadDescriptor[] descriptors = new PayloadDescriptor[burst.size()];
        List<MalformedPacketException.Rule> refused = new ArrayList<>(0);
        int size = 0;
        PayloadReader reader = PayloadReader.OPAQUE;
        for (int i = 0; i < burst.size(); i++) {
            RtpPacket packet = burst.get(i);
            // Most bursts have one format: looking its reader up per packet would cost more.
            if (i == 0 || packet.format() != burst.get(i - 1).format()) {
                reader = reader(packet.format());
            }
            try {
                descriptors[size] =
                        reader.read(packet.bytes(), packet.payloadIndex(), packet.payloadLength());
                packets[size++] = packet;
            } catch (MalformedPacketException malformed) {
                refused.add(malformed.rule());
            }
        }
        return new MediaBurst(burst.share(), packets, descriptors, size, List.copyOf(refused));
    }

    private static PayloadReader reader(PayloadFormat format) {
        return PayloadReader.of(format.encoding());
    }

    public int size() {
        return size;
    }

    /// Lent: [RtpPacket#share()] it to keep it beyond the burst.
    public RtpPacket packet(int index) {
        return packets[Objects.checkIndex(index, size)];
    }

    public PayloadDescriptor descriptor(int index) {
        return descriptors[Objects.checkIndex(index, size)];
    }

    /// The rules that payloads broke, one for each packet that was left out.
    public List<MalformedPacketException.Rule> refused() {
        return refused;
    }

    public MediaBurst share() {
        burst.share();
        return this;
    }

    @Override
    public void close() {
        burst.close();
    }
}
