package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;

import java.lang.management.ManagementFactory;

class RewriterAllocationTest {
    private final TestViewer viewer = new TestViewer(MediaKind.VIDEO);

    @Test
    void allocatesNothingForAPacket() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        TestSource vp8 = TestSource.video("VP8", 8);
        RtpPacket[] packets = new RtpPacket[1 << 16];
        for (int i = 0; i < packets.length; i++) {
            boolean padding = i % 50 == 49;
            packets[i] = padding ? vp8.padding(i, i) : vp8.packet(i, i, "90 f0 9234 56 29 00 00");
        }
        var delta = TestSource.describe(packets[0]);
        var empty = TestSource.describe(packets[49]);
        var output = Unpooled.buffer(2000);
        viewer.onSource(1);
        viewer.write(packets[0]);
        long before = 0;

        for (int i = 1; i < packets.length; i++) {
            before = i == 5000 ? threads.getCurrentThreadAllocatedBytes() : before;
            viewer.rewriter.write(packets[i], i % 50 == 49 ? empty : delta, 96, output.clear());
        }

        // What the compiler's own arrival leaves behind is not a matter of packets.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(packets.length / 10);
    }
}
