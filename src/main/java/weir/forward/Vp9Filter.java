package weir.forward;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.codec.Vp9Descriptor;
import weir.codec.Vp9Structure;
import weir.rtp.RtpPacket;

/// Leaves out spatial and temporal layers of VP9, by its payload descriptor (RFC 9628 §4.2).
///
/// A spatial layer is whole if all its frames were sent since the last that refers to no earlier
/// picture (P is 0). Only a whole layer goes on; one below that the picture does not need (Z) is
/// left out, and so is whole again only after the next key picture: where layers depend on each
/// other in key pictures alone, a change in either direction waits for one.
final class Vp9Filter implements LayerFilter {
    /// After so many pictures without its frame the highest layer is taken as ended.
    private static final int TOP_MISSING_MAX = 5;

    private final PictureLog log = new PictureLog();
    private int spatialAim = ALL;
    private int temporalAim = ALL;
    private int spatialId;
    private int temporalId = ALL;
    private int whole;
    private int layers = 1;
    private int topMissing;
    private boolean switchingUp;

    /// The highest layer refers to none below but in key pictures.
    private boolean independent;

    @Override
    public void aim(int newSpatialId, int newTemporalId) {
        spatialAim = newSpatialId;
        temporalAim = newTemporalId;
    }

    @Override
    public boolean keeps(
            RtpPacket packet, PayloadDescriptor descriptor, DependencyDescriptor dependencies) {
        if (!(descriptor instanceof Vp9Descriptor vp9)) {
            return true;
        }
        int timestamp = packet.timestamp();
        int picture = log.find(timestamp);
        if (picture == PictureLog.NONE) {
            picture = begin(timestamp, vp9);
        }
        if (!log.isDecided(picture, vp9.spatialId())) {
            boolean keep = log.isNewest(picture) ? decide(picture, vp9) : decideLate(picture, vp9);
            log.decide(picture, vp9.spatialId(), keep);
        }
        return log.isKept(picture, vp9.spatialId());
    }

    private int begin(int timestamp, Vp9Descriptor vp9) {
        if (!log.isAhead(timestamp)) {
            int before = log.before(timestamp);
            return before == PictureLog.NONE
                    ? log.add(timestamp, 0, 0)
                    : log.add(timestamp, log.spatialId(before), log.temporalId(before));
        }
        missTop();
        if (!vp9.interPredicted() && vp9.spatialId() == 0) {
            beginKeyPicture(vp9.structure());
        } else {
            changeTemporal();
            reduceSpatial();
        }
        switchingUp = false;
        return log.add(timestamp, spatialId, temporalId);
    }

    /// Of a sender that has ended its highest layer no frame says so.
    private void missTop() {
        int last = log.newest();
        if (last == PictureLog.NONE || log.isDecided(last, spatialId)) {
            topMissing = 0;
        } else if (++topMissing >= TOP_MISSING_MAX) {
            spatialId = 31 - Integer.numberOfLeadingZeros(log.decided(last));
            layers = spatialId + 1;
        }
    }

    private void beginKeyPicture(Vp9Structure structure) {
        layers = structure == Vp9Structure.ABSENT ? layers : structure.spatialLayers();
        spatialId = Math.min(spatialAim, layers - 1);
        temporalId = temporalAim;
        whole = 0;
    }

    /// A switching-up point says that no later picture refers to one before it of a higher layer.
    private void changeTemporal() {
        if (temporalAim < temporalId || switchingUp) {
            temporalId = temporalAim;
        }
    }

    private void reduceSpatial() {
        if (spatialAim >= spatialId) {
            return;
        }
        int usable = whole & (2 << spatialAim) - 1;
        if (usable != 0) {
            spatialId = 31 - Integer.numberOfLeadingZeros(usable);
        } else {
            temporalId = 0;
        }
    }

    private boolean decide(int picture, Vp9Descriptor vp9) {
        int layer = vp9.spatialId();
        layers = Math.max(layers, layer + 1);
        if (vp9.temporalId() > temporalId) {
            return false;
        }
        boolean decodable = isDecodable(picture, vp9);
        if (layer > spatialId && layer <= spatialAim && decodable && !vp9.interPredicted()) {
            spatialId = layer;
        }
        boolean keep = decodable && isNeeded(vp9, spatialId);
        if (layer == spatialId && vp9.interPredicted()) {
            independent = !vp9.layerDependent();
        }
        if (!keep) {
            whole &= ~(1 << layer);
            fallBack(picture, layer);
            return false;
        }
        if (!vp9.interPredicted()) {
            whole |= 1 << layer;
        }
        switchingUp = vp9.switchingUpPoint() && (switchingUp || log.kept(picture) == 0);
        return true;
    }

    /// The layers of a key picture are all sent, since the highest may be missing; and so is one
    /// that none refers to while the highest does refer to those below, since that one has ended.
    private boolean isNeeded(Vp9Descriptor vp9, int top) {
        boolean unneeded = vp9.unneededAbove() && vp9.interPredicted() && independent;
        return vp9.spatialId() == top || vp9.spatialId() < top && !unneeded;
    }

    private boolean isDecodable(int picture, Vp9Descriptor vp9) {
        int layer = vp9.spatialId();
        boolean belowSent =
                layer == 0 || !vp9.layerDependent() || !log.isDropped(picture, layer - 1);
        return belowSent && (!vp9.interPredicted() || (whole >> layer & 1) != 0);
    }

    private void fallBack(int picture, int layer) {
        if (layer == spatialId && log.kept(picture) != 0) {
            spatialId = 31 - Integer.numberOfLeadingZeros(log.kept(picture));
        }
    }

    private boolean decideLate(int picture, Vp9Descriptor vp9) {
        return vp9.temporalId() <= log.temporalId(picture)
                && isNeeded(vp9, log.spatialId(picture))
                && isDecodable(picture, vp9);
    }

    @Override
    public int topSpatialId() {
        return spatialId;
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
        return (whole >> spatialId & 1) == 0 || spatialId != Math.min(spatialAim, layers - 1);
    }
}
