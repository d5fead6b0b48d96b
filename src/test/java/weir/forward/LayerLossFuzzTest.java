package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.forward.SimulatedPicture.Frame;
import weir.forward.SimulatedPicture.Packet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Packets of layered sources that are lost, reordered and repaired on the way to the node.
class LayerLossFuzzTest {
    private static final int PICTURES = 80;

    private final LayeredViewer viewer = new LayeredViewer();
    private final Map<Integer, Packet> sent = new HashMap<>();
    private final Set<Integer> arrived = new HashSet<>();
    private final Set<Integer> disturbed = new HashSet<>();
    private final List<Packet> held = new ArrayList<>();

    private Random random;

    /// No frame is sent without one that it needs and that was left out; each hole in the viewer's
    /// numbers is a packet that has not come, and is filled alike each time when it has.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void leavesNoHoleButThatOfALostPacket(long seed) {
        random = new Random(seed);
        SimulatedEncoder encoder = encoder((int) (seed % 5));
        viewer.aim(encoder, random.nextInt(4), random.nextInt(4), false);
        int requestedFor = 0;
        for (int picture = 0; picture < PICTURES; picture++) {
            if (random.nextInt(10) == 0) {
                viewer.aim(encoder, random.nextInt(4), random.nextInt(4), false);
            }
            requestedFor = viewer.needsKeyFrameOf(encoder) ? requestedFor + 1 : 0;
            arrive(encoder.next(requestedFor > 4, picture * 33_000_000L), picture == 0);
            requestedFor = requestedFor > 4 ? 0 : requestedFor;
        }

        viewer.checker.checkNeeds(disturbed);
        checkHoles();
    }

    private void arrive(SimulatedPicture picture, boolean first) {
        viewer.checker.onEncoded(picture);
        for (Frame frame : picture.frames()) {
            for (Packet packet : frame.packets()) {
                sent.put(packet.rtp().sequenceNumber(), packet);
                int choice = first ? 99 : random.nextInt(100);
                if (choice < 10) {
                    disturbed.add(frame.id());
                    if (choice < 7) {
                        held.add(packet);
                    }
                } else {
                    arrive(packet);
                }
                if (!held.isEmpty() && random.nextInt(6) == 0) {
                    arrive(held.remove(random.nextInt(held.size())));
                }
            }
        }
    }

    private void arrive(Packet packet) {
        arrived.add(packet.rtp().sequenceNumber());
        viewer.onPacket(packet);
        if (random.nextInt(20) == 0) {
            viewer.onPacket(packet);
        }
    }

    private void checkHoles() {
        int highest = viewer.checker.highest();
        for (int number = highest; number > highest - 100; number--) {
            int sequence = viewer.rewriter.sourceSequence(number & 0xffff);
            if (sequence < 0) {
                continue;
            }
            Packet packet = sent.get(sequence);
            if (!viewer.checker.has(number)) {
                assertThat(arrived).doesNotContain(sequence);
                byte[] filled = again(packet, number);
                assertThat(filled).isNotEmpty();
                viewer.checker.onReceived(filled);
                assertThat(again(packet, number)).isEqualTo(filled);
            }
        }
    }

    private byte[] again(Packet packet, int number) {
        ByteBuf output = Unpooled.buffer();
        viewer.forwarder.writeAgain(
                packet.rtp(), packet.descriptor(), packet.dependencies(), number & 0xffff, output);
        return ByteBufUtil.getBytes(output);
    }

    private static SimulatedEncoder encoder(int kind) {
        return switch (kind) {
            case 0 -> SimulatedEncoder.vp8(3);
            case 1 -> SimulatedEncoder.vp9(3, false);
            case 2 -> SimulatedEncoder.vp9(3, true);
            case 3 -> SimulatedEncoder.av1(3);
            default -> SimulatedEncoder.av1DependentInKeysAlone(3);
        };
    }
}
