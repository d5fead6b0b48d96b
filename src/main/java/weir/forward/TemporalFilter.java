package weir.forward;

import weir.codec.DependencyDescriptor;
import weir.codec.H264Descriptor;
import weir.codec.H265Descriptor;
import weir.codec.PayloadDescriptor;
import weir.codec.Vp8Descriptor;
import weir.rtp.RtpPacket;

/// Leaves out temporal layers of VP8 (RFC 7741 §4.2) and H.265 (RFC 7798 §1.1.4), and those
/// pictures of H.264 that none refers to (nal_ref_idc 0), as its layer 1.
///
/// It goes up by one layer at a time, at a frame that says that it can be done: one level above is
/// not safe two levels above, for the level between.
final class TemporalFilter implements LayerFilter {
    private static final int BASE = 0;

    private final PictureLog log = new PictureLog();
    private int aim = ALL;
    private int temporalId = ALL;

    @Override
    public void aim(int spatialId, int newTemporalId) {
        aim = newTemporalId;
    }

    @Override
    public boolean keeps(
            RtpPacket packet, PayloadDescriptor descriptor, DependencyDescriptor dependencies) {
        if (packet.payloadLength() == 0) {
            return true;
        }
        int timestamp = packet.timestamp();
        int picture = log.find(timestamp);
        if (picture == PictureLog.NONE) {
            picture = decide(timestamp, descriptor);
        }
        return log.isKept(picture, BASE);
    }

    private int decide(int timestamp, PayloadDescriptor descriptor) {
        int layer = layer(descriptor);
        int highest = temporalId;
        if (log.isAhead(timestamp)) {
            switchAt(layer, descriptor);
            highest = temporalId;
        } else {
            int before = log.before(timestamp);
            highest = before == PictureLog.NONE ? 0 : log.temporalId(before);
        }
        int picture = log.add(timestamp, BASE, highest);
        log.decide(picture, BASE, layer <= highest);
        return picture;
    }

    private void switchAt(int layer, PayloadDescriptor descriptor) {
        if (aim < temporalId || descriptor.startsKeyFrame()) {
            temporalId = aim;
        } else if (layer == temporalId + 1 && layer <= aim && canBeTaken(descriptor)) {
            temporalId = layer;
        }
    }

    static int layer(PayloadDescriptor descriptor) {
        return switch (descriptor) {
            case Vp8Descriptor vp8 -> vp8.temporalId();
            case H265Descriptor h265 -> h265.temporalId();
            case H264Descriptor h264 -> h264.discardable() && !h264.startsKeyFrame() ? 1 : 0;
            default -> 0;
        };
    }

    private static boolean canBeTaken(PayloadDescriptor descriptor) {
        return switch (descriptor) {
            case Vp8Descriptor vp8 -> vp8.layerSync();
            case H265Descriptor h265 -> h265.switchingUpPoint();
            default -> true;
        };
    }

    @Override
    public int topSpatialId() {
        return Rewriter.EVERY_LAYER;
    }

    @Override
    public int activeTargets() {
        return Rewriter.EVERY_TARGET;
    }

    @Override
    public int temporalId() {
        return temporalId;
    }

    @Override
    public boolean isKeyFrameNeeded() {
        return false;
    }
}
