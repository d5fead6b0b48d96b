package weir.forward;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.codec.RedDescriptor;
import weir.codec.Vp9Descriptor;
import weir.rtp.RtpPacket;

/// A packet with what was read of it, once for all viewers. Holds one share of the packet, as an
/// [RtpPacket] does; shares may be held and closed on any thread.
///
/// @param descriptor   of its payload
/// @param dependencies of its header, or [DependencyDescriptor#UNKNOWN]
public record MediaPacket(
        RtpPacket rtp, PayloadDescriptor descriptor, DependencyDescriptor dependencies)
        implements AutoCloseable {

    /// The spatial layer, 0..7; 0 where none is signalled.
    public int spatialId() {
        if (dependencies.isKnown()) {
            return dependencies.frame().spatialId();
        }
        return descriptor instanceof Vp9Descriptor vp9 ? vp9.spatialId() : 0;
    }

    /// The temporal layer, 0..7; 0 where none is signalled.
    public int temporalId() {
        if (dependencies.isKnown()) {
            return dependencies.frame().temporalId();
        }
        return descriptor instanceof Vp9Descriptor vp9
                ? vp9.temporalId()
                : TemporalFilter.layer(descriptor);
    }

    /// Another share, of redundant audio (RFC 2198) with the primary encoding alone; of any other
    /// packet the same.
    public MediaPacket primary() {
        return descriptor instanceof RedDescriptor red
                ? new MediaPacket(rtp.from(red.primaryPosition()), descriptor, dependencies)
                : share();
    }

    /// Another share of the same packet, to be closed by whom it is given to.
    public MediaPacket share() {
        rtp.share();
        return this;
    }

    @Override
    public void close() {
        rtp.close();
    }
}
