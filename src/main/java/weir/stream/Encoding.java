package weir.stream;

import weir.codec.DependencyStructure;
import weir.codec.KeyFrameFacts;
import weir.codec.PayloadReader;
import weir.codec.Vp9Descriptor;
import weir.codec.Vp9Structure;
import weir.forward.LayerFilter;
import weir.forward.LayerMeter;
import weir.forward.MediaPacket;
import weir.forward.SourceLayer;
import weir.recovery.RetransmissionBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One RTP stream of a publication as one loop sees it: what of it can be sent again, and the
/// layers that it has. Owned by its [SourceFeed].
final class Encoding implements AutoCloseable {
    /// About two seconds of video at 5 Mbit/s, and the horizon of the receivers' NACKs.
    private static final int RING_PACKETS = 1024;

    private static final int TEMPORAL_LAYERS = 8;

    private final RtpStream stream;
    private final RetransmissionBuffer<MediaPacket> packets =
            new RetransmissionBuffer<>(RING_PACKETS, MediaPacket::rtp);
    private LayerMeter meter = new LayerMeter();
    private Optional<RelayedStream> relayed = Optional.empty();
    private List<SourceLayer> beforePause = List.of();
    private PayloadReader reader = PayloadReader.OPAQUE;
    private Optional<DependencyStructure> structure = Optional.empty();
    private Vp9Structure vp9Structure = Vp9Structure.ABSENT;
    private boolean dependent = true;
    private boolean seen;
    private int width;
    private int height;

    Encoding(RtpStream stream) {
        this.stream = stream;
        onFacts(stream.facts());
    }

    /// What its newest key frame told, before any loop sees that frame.
    void onFacts(KeyFrameFacts facts) {
        width = facts.width();
        height = facts.height();
    }

    RtpStream stream() {
        return stream;
    }

    int ssrc() {
        return stream.ssrc();
    }

    /// What a link brings no more is not measured any more either: its layers stay what they were,
    /// as far as the publisher's reports say that they are sent.
    void onRelayed(RelayedStream known, long nowNanos) {
        boolean wasPaused = isPaused();
        relayed = Optional.of(known);
        if (known.paused() && !wasPaused) {
            List<SourceLayer> layers = new ArrayList<>();
            addMeasured(layers, nowNanos);
            beforePause = meter.hasMeasured() ? List.copyOf(layers) : List.of();
            meter = new LayerMeter();
        }
    }

    /// Whether a packet of it has come.
    boolean isSeen() {
        return seen;
    }

    private boolean isPaused() {
        return relayed.isPresent() && relayed.get().paused();
    }

    /// @param packet lent
    void keep(MediaPacket packet, long nowNanos) {
        packets.put(packet);
        if (!seen || packet.descriptor().startsKeyFrame()) {
            seen = true;
            reader = PayloadReader.of(packet.rtp().format().encoding());
            describe(packet);
        }
        if (!isPaused()) {
            measure(packet, nowNanos);
        }
    }

    /// What came before all that was kept.
    ///
    /// @param packet lent
    void keepPast(MediaPacket packet) {
        packets.put(packet);
    }

    private void describe(MediaPacket packet) {
        structure =
                packet.dependencies().isKnown()
                        ? Optional.of(packet.dependencies().structure())
                        : Optional.empty();
        if (packet.descriptor() instanceof Vp9Descriptor vp9
                && vp9.structure() != Vp9Structure.ABSENT) {
            vp9Structure = vp9.structure();
        }
    }

    /// With dependency descriptors by decode target, each with all that it needs; otherwise layer
    /// by layer.
    private void measure(MediaPacket packet, long nowNanos) {
        int length = packet.rtp().bytes().readableBytes();
        if (structure.isEmpty() || !packet.dependencies().isKnown()) {
            meter.onPacket(packet.spatialId(), packet.temporalId(), length, nowNanos);
            if (packet.descriptor() instanceof Vp9Descriptor vp9
                    && vp9.interPredicted()
                    && vp9.spatialId() > 0) {
                dependent = vp9.layerDependent();
            }
            return;
        }
        DependencyStructure of = structure.get();
        int targets = packet.dependencies().frame().present() & of.allTargets();
        for (int left = targets; left != 0; left &= left - 1) {
            int target = Integer.numberOfTrailingZeros(left);
            meter.onPacket(of.spatialId(target), of.temporalId(target), length, nowNanos);
        }
    }

    /// A filter for a viewer that is to get some of its layers.
    LayerFilter filter() {
        return LayerFilter.of(reader, structure.isPresent());
    }

    /// @param into what is sent at present is added, the whole of it until it was measured
    void addLayers(List<SourceLayer> into, long nowNanos) {
        if (relayed.isPresent() && !meter.hasMeasured()) {
            addReported(relayed.get(), into);
        } else {
            addMeasured(into, nowNanos);
        }
    }

    /// What may be chosen though it does not come at present.
    private void addReported(RelayedStream known, List<SourceLayer> into) {
        if (!seen && !known.paused() || known.bitrateBps() == 0) {
            return;
        }
        if (beforePause.isEmpty()) {
            into.add(reported(known));
            return;
        }
        long whole = beforePause.stream().mapToLong(SourceLayer::bitrateBps).max().orElseThrow();
        boolean unknown = known.bitrateBps() == RelayedStream.UNKNOWN;
        double share = unknown ? 1 : (double) known.bitrateBps() / whole;
        for (SourceLayer layer : beforePause) {
            long bps = Math.max(1, (long) (layer.bitrateBps() * share));
            into.add(layer(layer.spatialId(), layer.temporalId(), bps));
        }
    }

    private SourceLayer reported(RelayedStream known) {
        return new SourceLayer(
                stream.ssrc(),
                stream.rid(),
                LayerFilter.ALL,
                LayerFilter.ALL,
                width,
                height,
                Math.max(1, known.bitrateBps()));
    }

    private void addMeasured(List<SourceLayer> into, long nowNanos) {
        if (!seen) {
            return;
        }
        int before = into.size();
        for (int spatial = 0; spatial < Math.max(1, meter.spatialLayers()); spatial++) {
            for (int temporal = 0; temporal < TEMPORAL_LAYERS; temporal++) {
                long bps = bitrateBps(spatial, temporal, nowNanos);
                if (bps > 0) {
                    into.add(layer(spatial, temporal, bps));
                }
            }
        }
        if (into.size() == before && !meter.hasMeasured()) {
            into.add(layer(LayerFilter.ALL, LayerFilter.ALL, 1));
        }
    }

    private long bitrateBps(int spatial, int temporal, long nowNanos) {
        return structure.isPresent()
                ? meter.bitrateBps(spatial, temporal, nowNanos)
                : meter.bitrateBps(spatial, temporal, dependent, nowNanos);
    }

    private SourceLayer layer(int spatial, int temporal, long bps) {
        return new SourceLayer(
                stream.ssrc(),
                stream.rid(),
                spatial,
                temporal,
                width(spatial),
                height(spatial),
                bps);
    }

    private int width(int spatial) {
        int told = vp9Structure == Vp9Structure.ABSENT ? 0 : vp9Structure.width(spatial);
        return sized(structure.map(each -> each.width(spatial)).orElse(told), width);
    }

    private int height(int spatial) {
        int told = vp9Structure == Vp9Structure.ABSENT ? 0 : vp9Structure.height(spatial);
        return sized(structure.map(each -> each.height(spatial)).orElse(told), height);
    }

    /// A structure may leave the sizes out: what the key frame told is that of the only layer.
    private int sized(int told, int ofKeyFrame) {
        return told > 0 || meter.spatialLayers() > 1 ? told : ofKeyFrame;
    }

    /// @return lent
    Optional<MediaPacket> find(int sequenceNumber) {
        return packets.find(sequenceNumber);
    }

    @Override
    public void close() {
        packets.close();
    }
}
