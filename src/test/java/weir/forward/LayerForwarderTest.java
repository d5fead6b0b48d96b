package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Random;

/// Viewers of layered sources, whose packets are checked against what the encoder did.
class LayerForwarderTest {
    private static final long PICTURE_NANOS = 33_333_333;

    private final LayeredViewer viewer = new LayeredViewer();
    private long nowNanos;

    /// Aims at random layers at random times; the encoder answers a request after some pictures.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void sendsOnlyWhatCanBeDecodedWhateverIsAimedAt(long seed) {
        Random random = new Random(seed);
        SimulatedEncoder encoder = encoder((int) (seed % 5), 3);
        encoder.packetsPerFrame = 1 + random.nextInt(3);
        viewer.aim(encoder, random.nextInt(4), random.nextInt(4), false);
        int requestedFor = 0;
        for (int picture = 0; picture < 100; picture++) {
            if (random.nextInt(8) == 0) {
                viewer.aim(encoder, random.nextInt(4), random.nextInt(4), random.nextBoolean());
            }
            requestedFor = viewer.needsKeyFrameOf(encoder) ? requestedFor + 1 : 0;
            boolean key = requestedFor > 6;
            requestedFor = key ? 0 : requestedFor;
            viewer.onPicture(encoder.next(key, nowNanos += PICTURE_NANOS));
        }

        viewer.checker.checkAll();
        assertThat(viewer.checker.size()).isGreaterThan(20);
    }

    @Test
    void switchesTwentyTimesBetweenTheLayersOfASimulcast() {
        SimulatedEncoder low = SimulatedEncoder.vp8(1);
        SimulatedEncoder high = SimulatedEncoder.vp8(2);
        viewer.aim(high, 0, 2, false);
        int switches = 0;
        SimulatedEncoder wanted = high;
        boolean lowKey = false;
        boolean highKey = false;
        for (int picture = 0; picture < 20 * 30; picture++) {
            if (picture % 30 == 29) {
                wanted = wanted == high ? low : high;
                viewer.aim(wanted, 0, 2, wanted == low);
                switches++;
                assertThat(viewer.needsKeyFrameOf(wanted)).isTrue();
            }
            nowNanos += PICTURE_NANOS;
            int before = viewer.checker.size();
            viewer.onPicture(low.next(lowKey, nowNanos));
            viewer.onPicture(high.next(highKey, nowNanos + 1_000_000));
            boolean basePicture = wanted == low && viewer.forwarder.isKeyFrameNeeded();
            assertThat(viewer.checker.size() > before || basePicture).isTrue();
            lowKey = picture % 30 == 10 && viewer.needsKeyFrameOf(low);
            highKey = picture % 30 == 10 && viewer.needsKeyFrameOf(high);
            if (picture % 30 == 20) {
                assertThat(viewer.forwarder.isKeyFrameNeeded()).isFalse();
                assertThat(viewer.rewriter.sourceSsrc(viewer.checker.highest() & 0xffff))
                        .isEqualTo(wanted.ssrc());
            }
        }

        assertThat(switches).isEqualTo(20);
        viewer.checker.checkAll();
    }

    @Test
    void switchesTwentyTimesBetweenTheSpatialLayersOfVp9AndAv1() {
        for (int kind = 1; kind < 5; kind++) {
            LayeredViewer each = new LayeredViewer();
            SimulatedEncoder encoder = encoder(kind, 1);
            int top = kind == 4 ? 1 : 2;
            boolean key = false;
            for (int picture = 0; picture < 20 * 30; picture++) {
                int aim = picture / 30 % 2 == 0 ? top : 0;
                if (picture % 30 == 0) {
                    each.aim(encoder, aim, LayerFilter.ALL, aim == 0);
                }
                if (picture % 30 == 15) {
                    assertThat(each.forwarder.filter().topSpatialId()).isEqualTo(aim);
                    assertThat(each.forwarder.isKeyFrameNeeded()).isFalse();
                }
                each.onPicture(encoder.next(key, nowNanos += PICTURE_NANOS));
                key = picture % 30 == 4 && each.forwarder.isKeyFrameNeeded();
            }
            each.checker.checkAll();
        }
    }

    @Test
    void goesDownWithTheNextPictureWhereAllLayersBelowWereSent() {
        for (int kind : new int[] {1, 3}) {
            LayeredViewer each = new LayeredViewer();
            SimulatedEncoder encoder = encoder(kind, 1);
            each.aim(encoder, 2, 2, false);
            send(each, encoder, 9);

            each.aim(encoder, 1, 0, true);
            int before = each.checker.highest();
            send(each, encoder, 8);

            assertThat(each.checker.layersSince(before)).containsExactlyInAnyOrder("0.0", "1.0");
            assertThat(each.forwarder.isKeyFrameNeeded()).isFalse();
        }
    }

    @Test
    void goesUpInTimeWithoutAKeyFrame() {
        for (int kind : new int[] {0, 1, 3}) {
            LayeredViewer each = new LayeredViewer();
            SimulatedEncoder encoder = encoder(kind, 1);
            each.aim(encoder, 0, 0, false);
            send(each, encoder, 9);
            assertThat(each.checker.layersSince(0)).containsExactly("0.0");

            each.aim(encoder, 0, 2, false);
            int before = each.checker.highest();
            send(each, encoder, 16);

            assertThat(each.checker.layersSince(before)).contains("0.0", "0.1", "0.2");
            assertThat(each.forwarder.isKeyFrameNeeded()).isFalse();
        }
    }

    @Test
    void leavesOutLowerLayersThatTheHigherOneDoesNotNeed() {
        for (int kind : new int[] {2, 4}) {
            LayeredViewer each = new LayeredViewer();
            SimulatedEncoder encoder = encoder(kind, 1);
            int top = kind == 2 ? 2 : 1;
            each.aim(encoder, top, LayerFilter.ALL, false);
            send(each, encoder, 2);
            int before = each.checker.highest();
            send(each, encoder, 8);

            assertThat(each.checker.layersSince(before)).allMatch(l -> l.startsWith(top + "."));

            each.aim(encoder, 0, LayerFilter.ALL, true);
            before = each.checker.highest();
            send(each, encoder, 8);
            assertThat(each.checker.layersSince(before)).containsExactly(top + ".0");
            assertThat(each.forwarder.isKeyFrameNeeded()).isTrue();
        }
    }

    @Test
    void goesOnBelowALayerThatTheEncoderEnds() {
        SimulatedEncoder encoder = SimulatedEncoder.vp9(1, false);
        viewer.aim(encoder, 2, 2, false);
        send(viewer, encoder, 9);
        encoder.endHighestLayer();
        send(viewer, encoder, 9);
        assertThat(viewer.forwarder.filter().topSpatialId()).isEqualTo(1);
        assertThat(viewer.forwarder.isKeyFrameNeeded()).isFalse();
        int before = viewer.checker.highest();
        send(viewer, encoder, 9);

        assertThat(viewer.checker.layersSince(before)).contains("0.0", "1.0");
        viewer.checker.checkAll();
    }

    @Test
    void asksForAKeyFrameIfTheLayerBelowWasLeftOut() {
        SimulatedEncoder encoder = SimulatedEncoder.vp9(1, true);
        viewer.aim(encoder, 2, 2, false);
        send(viewer, encoder, 9);
        encoder.endHighestLayer();
        send(viewer, encoder, 9);
        assertThat(viewer.needsKeyFrameOf(encoder)).isTrue();
        viewer.onPicture(encoder.next(true, nowNanos += PICTURE_NANOS));
        assertThat(viewer.forwarder.isKeyFrameNeeded()).isFalse();
        int before = viewer.checker.highest();
        send(viewer, encoder, 8);

        assertThat(viewer.checker.layersSince(before)).contains("1.0", "1.1", "1.2");
        viewer.checker.checkAll();
    }

    @Test
    void goesOnWithAKeyFrameAfterAPauseAndAfterADrop() {
        SimulatedEncoder encoder = SimulatedEncoder.vp9(1, false);
        viewer.aim(encoder, 2, 2, false);
        send(viewer, encoder, 5);
        viewer.forwarder.pause();
        int before = viewer.checker.size();
        send(viewer, encoder, 5);
        assertThat(viewer.checker.size()).isEqualTo(before);
        assertThat(viewer.forwarder.isKeyFrameNeeded()).isFalse();

        viewer.forwarder.resume();
        assertThat(viewer.needsKeyFrameOf(encoder)).isTrue();
        send(viewer, encoder, 5);
        assertThat(viewer.checker.size()).isEqualTo(before);
        viewer.onPicture(encoder.next(true, nowNanos += PICTURE_NANOS));
        send(viewer, encoder, 5);
        assertThat(viewer.forwarder.isKeyFrameNeeded()).isFalse();

        viewer.forwarder.dropUntilKeyFrame();
        send(viewer, encoder, 5);
        viewer.onPicture(encoder.next(true, nowNanos += PICTURE_NANOS));
        send(viewer, encoder, 5);

        assertThat(viewer.checker.size()).isEqualTo(before + 2 * 6 * 6);
        viewer.checker.checkAll();
    }

    private void send(LayeredViewer to, SimulatedEncoder encoder, int pictures) {
        for (int i = 0; i < pictures; i++) {
            to.onPicture(encoder.next(false, nowNanos += PICTURE_NANOS));
        }
    }

    private static SimulatedEncoder encoder(int kind, int ssrc) {
        return switch (kind) {
            case 0 -> SimulatedEncoder.vp8(ssrc);
            case 1 -> SimulatedEncoder.vp9(ssrc, false);
            case 2 -> SimulatedEncoder.vp9(ssrc, true);
            case 3 -> SimulatedEncoder.av1(ssrc);
            default -> SimulatedEncoder.av1DependentInKeysAlone(ssrc);
        };
    }
}
