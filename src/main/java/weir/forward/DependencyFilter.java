package weir.forward;

import weir.codec.DependencyDescriptor;
import weir.codec.DependencyStructure;
import weir.codec.FrameDependencies;
import weir.codec.PayloadDescriptor;
import weir.rtp.RtpPacket;
import weir.rtp.SequenceUnwrapper;

/// Sends the frames of one decode target, by the dependency descriptor (AV1 RTP appendix A.4.4).
///
/// It goes to another target at a frame that is a switch to it and whose references were all sent;
/// or between two pictures, if all frames of the other target were sent anyway and the chain that
/// protects it is unbroken.
final class DependencyFilter implements LayerFilter {
    private static final int NONE = -1;

    private final SequenceUnwrapper numbers = new SequenceUnwrapper();
    private final FrameLog log = new FrameLog();

    private DependencyStructure structure = DependencyDescriptor.UNKNOWN.structure();
    private int spatialAim = ALL;
    private int temporalAim = ALL;
    private int available;
    private int wanted = NONE;
    private int target = NONE;

    /// Mask of the targets all of whose frames were sent since a switch to them.
    private int whole;

    private int pictureTimestamp;

    @Override
    public void aim(int spatialId, int temporalId) {
        if (spatialAim != spatialId || temporalAim != temporalId) {
            spatialAim = spatialId;
            temporalAim = temporalId;
            wanted = best(available);
        }
    }

    @Override
    public boolean keeps(
            RtpPacket packet, PayloadDescriptor descriptor, DependencyDescriptor dependencies) {
        if (!dependencies.isKnown()) {
            return packet.payloadLength() == 0;
        }
        long highest = numbers.highest();
        long frame = numbers.unwrap(dependencies.frameNumber());
        if (log.isDecided(frame)) {
            return log.isKept(frame);
        }
        FrameDependencies needs = dependencies.frame();
        boolean keep;
        if (frame > highest) {
            boolean newPicture = highest < 0 || packet.timestamp() != pictureTimestamp;
            pictureTimestamp = packet.timestamp();
            follow(dependencies);
            keep = decide(frame, needs, newPicture);
        } else {
            keep = dependencies.structure() == structure && isSent(frame, needs);
        }
        log.decide(frame, keep);
        return keep;
    }

    private void follow(DependencyDescriptor dependencies) {
        if (dependencies.structure() != structure) {
            structure = dependencies.structure();
            available = 0;
            target = NONE;
            whole = 0;
        }
        if (dependencies.activeTargets() != available) {
            available = dependencies.activeTargets();
            wanted = best(available);
        }
    }

    private boolean decide(long frame, FrameDependencies needs, boolean newPicture) {
        int switches = log.hasAllOf(frame, needs) ? needs.switching() : 0;
        if (target != wanted) {
            int reachable = switches | (newPicture ? unbroken(frame, needs) : 0);
            switchTo(reachable & available);
        }
        boolean keep = isSent(frame, needs);
        if (keep) {
            whole |= switches;
        } else {
            whole &= ~(needs.present() & ~needs.discardable());
        }
        return keep;
    }

    private boolean isSent(long frame, FrameDependencies needs) {
        return target != NONE
                && (needs.present() >> target & 1) != 0
                && !log.lacksAnyOf(frame, needs);
    }

    /// Those whole targets of whose chain the frame before this one was sent.
    private int unbroken(long frame, FrameDependencies needs) {
        int unbroken = whole;
        for (int left = whole; left != 0; left &= left - 1) {
            int candidate = Integer.numberOfTrailingZeros(left);
            int chain = structure.chain(candidate);
            if (chain != DependencyStructure.UNPROTECTED
                    && needs.chainDiff(chain) != 0
                    && !log.isKept(frame - needs.chainDiff(chain))) {
                unbroken &= ~(1 << candidate);
            }
        }
        return unbroken;
    }

    private void switchTo(int reachable) {
        int chosen = best(reachable);
        if (chosen == NONE) {
            chosen =
                    target == NONE
                            ? least(reachable)
                            : least(reachable & structure.contained(target));
        }
        boolean fits = target != NONE && fits(target) && (available >> target & 1) != 0;
        if (chosen != NONE && (!fits || rank(chosen) > rank(target))) {
            target = chosen;
        }
    }

    /// The highest that is aimed at, or [#NONE].
    private int best(int among) {
        int best = NONE;
        for (int left = among; left != 0; left &= left - 1) {
            int candidate = Integer.numberOfTrailingZeros(left);
            if (fits(candidate) && (best == NONE || rank(candidate) > rank(best))) {
                best = candidate;
            }
        }
        return best;
    }

    /// The lowest, whatever is aimed at, or [#NONE].
    private int least(int among) {
        int least = NONE;
        for (int left = among; left != 0; left &= left - 1) {
            int candidate = Integer.numberOfTrailingZeros(left);
            if (least == NONE || rank(candidate) < rank(least)) {
                least = candidate;
            }
        }
        return least;
    }

    private boolean fits(int candidate) {
        return structure.spatialId(candidate) <= spatialAim
                && structure.temporalId(candidate) <= temporalAim;
    }

    private int rank(int candidate) {
        return structure.spatialId(candidate) << 3 | structure.temporalId(candidate);
    }

    @Override
    public int topSpatialId() {
        return target == NONE ? Rewriter.EVERY_LAYER : structure.spatialId(target);
    }

    @Override
    public int activeTargets() {
        return target == NONE ? Rewriter.EVERY_TARGET : structure.contained(target);
    }

    @Override
    public int temporalId() {
        return target == NONE ? 0 : structure.temporalId(target);
    }

    @Override
    public boolean isKeyFrameNeeded() {
        return target == NONE
                || (whole >> target & 1) == 0
                || wanted != NONE && structure.spatialId(wanted) != structure.spatialId(target);
    }
}
