package weir.forward;

import io.netty.buffer.Unpooled;

import weir.codec.DependencyDescriptor;
import weir.codec.DependencyDescriptorReader;
import weir.forward.SimulatedPicture.Frame;
import weir.forward.SimulatedPicture.Packet;
import weir.testkit.DependencyBits;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes layered pictures of one SSRC, 30 a second, in temporal layers 0 2 1 2 or 0 1, and
/// remembers which frame refers to which. In every second group layers above the base refer to
/// their own past too, so that a viewer cannot join there.
final class SimulatedEncoder {
    static final int TICKS = 3000;

    private final TestSource source;
    private int spatialLayers;
    private final int temporalLayers;
    private final boolean dependentInKeysAlone;
    private final DependencyBits structure;
    private final DependencyDescriptorReader reader = new DependencyDescriptorReader();
    private final Map<Long, Integer> frameIds = new HashMap<>();

    int packetsPerFrame = 2;
    boolean joinableAlways;
    private int pictures;
    private int sinceKey;
    private int nextFrameId;
    private int sequence;
    private int timestamp;
    private int pictureId;
    private int tl0;

    private SimulatedEncoder(
            String encoding,
            int ssrc,
            int spatialLayers,
            int temporalLayers,
            boolean dependentInKeysAlone,
            DependencyBits structure) {
        source = TestSource.video(encoding, ssrc);
        this.spatialLayers = spatialLayers;
        this.temporalLayers = temporalLayers;
        this.dependentInKeysAlone = dependentInKeysAlone;
        this.structure = structure;
        nextFrameId = ssrc << 20;
        sequence = 65_000 + 7 * ssrc;
        timestamp = -40_000 * ssrc;
        pictureId = 32_700 + ssrc;
        tl0 = 250 + ssrc;
    }

    static SimulatedEncoder vp8(int ssrc) {
        return new SimulatedEncoder("VP8", ssrc, 1, 3, false, DependencyBits.L1T3);
    }

    static SimulatedEncoder vp9(int ssrc, boolean dependentInKeysAlone) {
        return new SimulatedEncoder("VP9", ssrc, 3, 3, dependentInKeysAlone, DependencyBits.L3T3);
    }

    /// By the dependency descriptor, with a structure that allows joining at each group.
    static SimulatedEncoder av1(int ssrc) {
        SimulatedEncoder encoder =
                new SimulatedEncoder("AV1", ssrc, 3, 3, false, DependencyBits.L3T3);
        encoder.joinableAlways = true;
        return encoder;
    }

    static SimulatedEncoder av1DependentInKeysAlone(int ssrc) {
        SimulatedEncoder encoder =
                new SimulatedEncoder("AV1", ssrc, 2, 2, true, DependencyBits.L2T2_KEY);
        encoder.joinableAlways = true;
        return encoder;
    }

    boolean hasDependencies() {
        return source.format().encoding().equals("AV1");
    }

    String encoding() {
        return source.format().encoding();
    }

    int ssrc() {
        return source.ssrc();
    }

    /// Of the layers left the highest has no mark of its own before the next key picture.
    void endHighestLayer() {
        spatialLayers--;
    }

    SimulatedPicture next(boolean keyWanted, long nanos) {
        boolean key = keyWanted || pictures == 0;
        sinceKey = key ? 0 : sinceKey + 1;
        int position = sinceKey % (temporalLayers == 3 ? 4 : 2);
        int temporalId =
                position == 0 ? 0 : temporalLayers == 3 && position == 2 ? 1 : temporalLayers - 1;
        tl0 += temporalId == 0 ? 1 : 0;
        pictureId++;
        timestamp += TICKS;
        List<Frame> frames = new ArrayList<>();
        for (int spatialId = 0; spatialId < spatialLayers; spatialId++) {
            int id = nextFrameId++;
            frameIds.put(key(pictures, spatialId), id);
            Set<Integer> needs = needs(key, position, spatialId);
            List<Packet> packets = new ArrayList<>();
            for (int i = 0; i < packetsPerFrame; i++) {
                packets.add(packet(key, position, temporalId, spatialId, id, i, nanos));
            }
            frames.add(new Frame(id, spatialId, temporalId, needs, packets));
        }
        pictures++;
        return new SimulatedPicture(key, temporalId, frames);
    }

    private static long key(int picture, int spatialId) {
        return picture * 8L + spatialId;
    }

    private boolean isJoinable() {
        return joinableAlways || sinceKey / 4 % 2 == 0;
    }

    private Set<Integer> needs(boolean key, int position, int spatialId) {
        Set<Integer> needs = new HashSet<>();
        if (spatialId > 0 && (key || !dependentInKeysAlone)) {
            needs.add(frameIds.get(key(pictures, spatialId - 1)));
        }
        if (!key) {
            needs.add(frameIds.get(key(pictures - back(position), spatialId)));
            if (position != 0 && !isJoinable()) {
                int ownPast = temporalLayers == 3 && position != 2 ? 2 : 4;
                needs.add(frameIds.get(key(pictures - ownPast, spatialId)));
            }
        }
        return needs;
    }

    /// 0 2 1 2: each refers to the nearest of a lower layer, the base to the base.
    private int back(int position) {
        if (temporalLayers == 2) {
            return position == 0 ? 2 : 1;
        }
        return position == 0 ? 4 : position == 2 ? 2 : 1;
    }

    private Packet packet(
            boolean key, int position, int temporalId, int spatialId, int id, int i, long nanos) {
        boolean first = i == 0;
        boolean last = i == packetsPerFrame - 1;
        String header =
                switch (source.format().encoding()) {
                    case "VP8" -> vp8(key, position, temporalId, first);
                    case "VP9" -> vp9(key, position, temporalId, spatialId, first, last);
                    default -> key && spatialId == 0 && first ? "18 0a" : "10 32";
                };
        byte[] payload =
                TestSource.bytes(header + "%08x%02x%02x".formatted(id, i, packetsPerFrame));
        boolean marker = last && spatialId == spatialLayers - 1;
        var rtp = source.packet(sequence++ & 0xffff, timestamp, payload, marker, nanos);
        return new Packet(
                rtp,
                TestSource.describe(rtp),
                hasDependencies()
                        ? dependencies(key, position, spatialId, first, last)
                        : DependencyDescriptor.UNKNOWN);
    }

    private String vp8(boolean key, int position, int temporalId, boolean first) {
        boolean sync = isJoinable() && position != 3;
        return "%s f0 %04x %02x %02x %s"
                .formatted(
                        first ? "90" : "80",
                        0x8000 | pictureId & 0x7fff,
                        tl0 & 0xff,
                        temporalId << 6 | (sync ? 0x20 : 0),
                        first && key ? "00" : "01");
    }

    private String vp9(
            boolean key, int position, int temporalId, int spatialId, boolean first, boolean last) {
        boolean top = spatialId == spatialLayers - 1;
        boolean structured = key && first && spatialId == 0;
        boolean dependent = spatialId > 0 && (key || !dependentInKeysAlone);
        boolean unneeded = top || dependentInKeysAlone && !key;
        int head = 0xa0 | (key ? 0 : 0x40) | (first ? 0x08 : 0) | (last ? 0x04 : 0);
        head |= (structured ? 0x02 : 0) | (unneeded ? 0x01 : 0);
        boolean up = isJoinable() && position != 3 || temporalId == temporalLayers - 1;
        int layer = temporalId << 5 | (up ? 0x10 : 0) | spatialId << 1 | (dependent ? 1 : 0);
        return "%02x %04x %02x %02x %s"
                .formatted(
                        head,
                        0x8000 | pictureId & 0x7fff,
                        layer,
                        tl0 & 0xff,
                        structured ? "%02x".formatted(spatialLayers - 1 << 5) : "");
    }

    private DependencyDescriptor dependencies(
            boolean key, int position, int spatialId, boolean first, boolean last) {
        int frame = pictures * spatialLayers + spatialId + 65_500;
        int template = template(key, position, spatialId);
        byte[] bytes =
                key && first && spatialId == 0
                        ? structure.key(last, template, frame)
                        : structure.plain(first, last, template, frame);
        try {
            return reader.read(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        } catch (MalformedPacketException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /// The rows of [DependencyBits#L3T3] and [DependencyBits#L2T2_KEY].
    private int template(boolean key, int position, int spatialId) {
        if (temporalLayers == 2) {
            return 3 * spatialId + (key ? 1 : position == 0 ? 2 : 3);
        }
        int ofPosition = position == 0 ? (key ? 1 : 2) : position == 1 ? 4 : position == 2 ? 3 : 5;
        return 5 * spatialId + ofPosition;
    }
}
