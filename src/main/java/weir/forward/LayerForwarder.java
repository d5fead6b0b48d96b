package weir.forward;

import io.netty.buffer.ByteBuf;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.rtp.RtpPacket;

import java.util.OptionalInt;

/// Brings one viewer from layer to layer of one publisher: to another SSRC at a key frame of it,
/// within an SSRC as its [LayerFilter] can. Until then the viewer gets what it got before.
///
/// Owned by the viewer's loop.
public final class LayerForwarder {
    private final Rewriter rewriter;

    private long epoch;
    private SourceClock clock = new SourceClock();
    private boolean forwarding;
    private boolean switching;
    private boolean paused;
    private int ssrc;
    private LayerFilter filter = new TemporalFilter();
    private int nextSsrc;
    private LayerFilter nextFilter = filter;

    public LayerForwarder(Rewriter rewriter) {
        this.rewriter = rewriter;
    }

    /// Another publisher: nothing is forwarded before the next [#aim].
    ///
    /// @param newClock the publisher's on this loop
    public void onPublisher(long newEpoch, SourceClock newClock) {
        epoch = newEpoch;
        clock = newClock;
        forwarding = false;
        switching = false;
    }

    /// What the viewer is to get.
    ///
    /// @param fresh taken if the viewer does not get, or await, this SSRC already
    /// @param less  whether it is a lower layer: the present SSRC is sent with as few temporal
    ///     layers as can be while the key frame is awaited
    public void aim(SourceLayer layer, LayerFilter fresh, boolean less) {
        boolean present = forwarding && layer.ssrc() == ssrc;
        if (!present && !(switching && layer.ssrc() == nextSsrc)) {
            nextSsrc = layer.ssrc();
            nextFilter = fresh;
        }
        switching = !present;
        if (less && switching && forwarding) {
            filter.aim(LayerFilter.ALL, 0);
        }
        filter().aim(layer.spatialId(), layer.temporalId());
    }

    /// Whether the viewer was sent anything of the present publisher.
    public boolean hasBegun() {
        return forwarding;
    }

    /// Whether the viewer gets this SSRC at present.
    public boolean sends(int ofSsrc) {
        return !paused && forwarding && ofSsrc == ssrc;
    }

    /// Whether nothing of this SSRC can be written before a key frame of it.
    public boolean awaits(int ofSsrc) {
        return switching && ofSsrc == nextSsrc
                || forwarding && ofSsrc == ssrc && rewriter.isAwaitingKeyFrame();
    }

    /// Whether the viewer gets, or awaits, this SSRC.
    public boolean follows(int ofSsrc) {
        return switching ? ofSsrc == nextSsrc : forwarding && ofSsrc == ssrc;
    }

    /// Whether a packet of this SSRC may be written now.
    public boolean takes(int ofSsrc) {
        return !paused && (forwarding && ofSsrc == ssrc || switching && ofSsrc == nextSsrc);
    }

    /// The filter of the SSRC that is sent, or will be.
    public LayerFilter filter() {
        return switching ? nextFilter : filter;
    }

    /// Nothing is sent until it is resumed, and then from the next key frame on.
    public void pause() {
        paused = true;
        rewriter.awaitKeyFrame();
    }

    /// It may have been paused for so long that the publisher's numbers came round again: it goes
    /// on as with another source.
    public void resume() {
        if (paused && forwarding) {
            rewriter.onSource(epoch, clock);
        }
        paused = false;
    }

    /// What would be sent late is not sent at all: goes on with the next key frame.
    public void dropUntilKeyFrame() {
        rewriter.awaitKeyFrame();
    }

    public boolean isPaused() {
        return paused;
    }

    /// Empty before the first key frame of a publisher.
    public OptionalInt sentSsrc() {
        return forwarding && !rewriter.isAwaitingKeyFrame()
                ? OptionalInt.of(ssrc)
                : OptionalInt.empty();
    }

    public boolean isKeyFrameNeeded() {
        if (paused || !forwarding && !switching) {
            return false;
        }
        return switching || rewriter.isAwaitingKeyFrame() || filter.isKeyFrameNeeded();
    }

    /// Whether it begins where nothing was sent before: with any key frame, also one of the past.
    public boolean isAtStart() {
        return switching && !forwarding && !paused;
    }

    /// Whose key frame that is.
    public int keyFrameSsrc() {
        return switching ? nextSsrc : ssrc;
    }

    /// Each packet of each SSRC of the publisher's video, once.
    ///
    /// @param packet       lent
    /// @param descriptor   of its payload
    /// @param dependencies of its header, or [DependencyDescriptor#UNKNOWN]
    /// @param payloadType  0..127, what its format is called in the viewer's session
    /// @param output       written at its writer index
    /// @return bytes written, or [Rewriter#DROPPED]
    public int write(
            RtpPacket packet,
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            int payloadType,
            ByteBuf output) {
        if (paused) {
            return Rewriter.DROPPED;
        }
        if (switching && packet.ssrc() == nextSsrc && descriptor.startsKeyFrame()) {
            begin();
        }
        if (!forwarding || packet.ssrc() != ssrc) {
            return Rewriter.DROPPED;
        }
        if (!filter.keeps(packet, descriptor, dependencies)) {
            return rewriter.skip(packet, descriptor, output);
        }
        rewriter.onLayers(filter.topSpatialId(), filter.activeTargets());
        return rewriter.write(packet, descriptor, dependencies, payloadType, output);
    }

    private void begin() {
        switching = false;
        forwarding = true;
        ssrc = nextSsrc;
        filter = nextFilter;
        rewriter.onSource(epoch, clock);
    }

    /// As [Rewriter#writeAgain], with what the filter says of the packet.
    public int writeAgain(
            RtpPacket packet,
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            int outSequence,
            ByteBuf output) {
        boolean kept = packet.ssrc() == ssrc && filter.keeps(packet, descriptor, dependencies);
        return rewriter.writeAgain(packet, descriptor, dependencies, kept, outSequence, output);
    }
}
