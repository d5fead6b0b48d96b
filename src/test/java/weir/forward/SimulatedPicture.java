package weir.forward;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.rtp.RtpPacket;

import java.util.List;
import java.util.Set;

/// One picture of a [SimulatedEncoder]: its frames, one for each spatial layer.
record SimulatedPicture(boolean key, int temporalId, List<Frame> frames) {
    /// @param id    of this frame alone, which stands at the end of each packet with the packet's
    ///     number and the number of packets
    /// @param needs ids of all frames that a decoder must have had, as the encoder used them
    record Frame(int id, int spatialId, int temporalId, Set<Integer> needs, List<Packet> packets) {}

    record Packet(RtpPacket rtp, PayloadDescriptor descriptor, DependencyDescriptor dependencies) {}

    List<Packet> packets() {
        return frames.stream().flatMap(frame -> frame.packets().stream()).toList();
    }
}
