package weir.forward;

import weir.codec.DependencyDescriptor;
import weir.codec.DependencyDescriptorReader;
import weir.codec.PayloadReader;
import weir.rtp.Burst;
import weir.rtp.ExtensionElement;
import weir.rtp.ExtensionMap;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;

/// Reads the packets of one publisher: payload descriptors, and the dependency descriptors of each
/// SSRC, which stand on one another and so are read as they come. Owned by the publisher's loop.
public final class BurstReader {
    private static final int PAYLOAD_TYPES = 128;

    /// As many as a peer may have sources.
    private static final int SSRCS_MAX = 16;

    private final int[] dependencyIds = new int[PAYLOAD_TYPES];
    private final int[] ssrcs = new int[SSRCS_MAX];
    private final DependencyDescriptorReader[] dependencies =
            new DependencyDescriptorReader[SSRCS_MAX];
    private int size;
    private int next;

    /// @param id of the dependency descriptor where these formats are used, or
    ///     [ExtensionMap#ABSENT]
    public void onFormats(List<PayloadFormat> formats, int id) {
        formats.forEach(format -> dependencyIds[format.payloadType()] = id);
    }

    /// @param burst lent; the result has a share of it
    public MediaBurst read(Burst burst) {
        MediaPacket[] packets = new MediaPacket[burst.size()];
        List<MalformedPacketException.Rule> refused = new ArrayList<>(0);
        int size = 0;
        PayloadReader reader = PayloadReader.OPAQUE;
        for (int i = 0; i < burst.size(); i++) {
            RtpPacket packet = burst.get(i);
            // Most bursts have one format: looking its reader up per packet would cost more.
            if (i == 0 || packet.format() != burst.get(i - 1).format()) {
                reader = PayloadReader.of(packet.format().encoding());
            }
            try {
                packets[size] = read(packet, reader);
                size++;
            } catch (MalformedPacketException malformed) {
                refused.add(malformed.rule());
            }
        }
        return new MediaBurst(burst.share(), packets, size, List.copyOf(refused));
    }

    private MediaPacket read(RtpPacket packet, PayloadReader reader)
            throws MalformedPacketException {
        return new MediaPacket(
                packet,
                reader.read(packet.bytes(), packet.payloadIndex(), packet.payloadLength()),
                dependencies(packet));
    }

    private DependencyDescriptor dependencies(RtpPacket packet) throws MalformedPacketException {
        long element = packet.extension(dependencyIds[packet.header().payloadType()]);
        return element == ExtensionElement.NONE
                ? DependencyDescriptor.UNKNOWN
                : reader(packet.ssrc())
                        .read(
                                packet.bytes(),
                                ExtensionElement.index(element),
                                ExtensionElement.length(element));
    }

    /// Of more SSRCs than there is room for the oldest is forgotten.
    private DependencyDescriptorReader reader(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return dependencies[i];
            }
        }
        int at = next;
        next = (next + 1) % SSRCS_MAX;
        size = Math.max(size, at + 1);
        ssrcs[at] = ssrc;
        dependencies[at] = new DependencyDescriptorReader();
        return dependencies[at];
    }
}
