package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.forward.SimulatedPicture.Packet;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

class LayerAllocationTest {
    private static final int PICTURES = 6000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void allocatesNothingForAPacket(int kind) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        SimulatedEncoder encoder =
                kind == 0
                        ? SimulatedEncoder.vp8(1)
                        : kind == 1 ? SimulatedEncoder.vp9(1, false) : SimulatedEncoder.av1(1);
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            packets.addAll(encoder.next(false, i * 33_000_000L).packets());
        }
        LayeredViewer viewer = new LayeredViewer();
        viewer.aim(encoder, 1, 1, false);
        packets.subList(0, 20).forEach(viewer::onPacket);
        ByteBuf output = Unpooled.buffer(2000);
        long before = 0;

        for (int i = 20; i < packets.size(); i++) {
            before = i == 5000 ? threads.getCurrentThreadAllocatedBytes() : before;
            Packet packet = packets.get(i);
            output.clear();
            viewer.forwarder.write(
                    packet.rtp(), packet.descriptor(), packet.dependencies(), 96, output);
        }

        // What the compiler's own arrival leaves behind is not a matter of packets.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(packets.size() / 10 + 1000);
    }
}
