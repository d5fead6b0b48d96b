package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReorderDetectorTest {
    private static final int FRAME = 3000;
    private static final long FRAME_NANOS = 33_333_333;

    private final ReorderDetector detector = new ReorderDetector();
    private int sequence = 65530;
    private long now;

    @Test
    void saysNothingOfPicturesInOrderAcrossTheWrap() {
        for (int i = 0; i < 100; i++) {
            picture(-20 * FRAME + i * FRAME, false);
        }

        assertThat(detector.isReordering(now)).isFalse();
    }

    @Test
    void findsTimestampsThatGoBackAfterThreePictures() {
        int[] decodingOrder = {0, 3, 1, 2, 6, 4, 5};
        boolean[] expected = {false, false, false, false, false, true, true};
        for (int i = 0; i < decodingOrder.length; i++) {
            picture(decodingOrder[i] * FRAME, false);
            assertThat(detector.isReordering(now)).isEqualTo(expected[i]);
        }
    }

    @Test
    void findsBSlicesOfASenderThatWritesTheTimeOfDecoding() {
        for (int i = 0; i < 6; i++) {
            picture(i * FRAME, i % 2 == 1);
        }

        assertThat(detector.isReordering(now)).isTrue();
    }

    @Test
    void countsAPictureOnceHoweverManyPacketsItHas() {
        picture(3 * FRAME, false);
        for (int i = 0; i < 10; i++) {
            detector.onPacket(sequence++ & 0xffff, FRAME, true, now);
        }

        assertThat(detector.isReordering(now)).isFalse();
    }

    @Test
    void takesNoPacketThatWasOvertakenForIt() {
        for (int i = 0; i < 20; i += 2) {
            detector.onPacket(i + 1, (i + 1) * FRAME, false, now);
            detector.onPacket(i, i * FRAME, true, now);
        }

        assertThat(detector.isReordering(now)).isFalse();
    }

    @Test
    void takesNoClockThatBeginsAnewForIt() {
        for (int i = 0; i < 20; i++) {
            picture(i * -100_000, false);
        }

        assertThat(detector.isReordering(now)).isFalse();
    }

    @Test
    void asksForThreePicturesWithinTwoSeconds() {
        for (int i = 0; i < 20; i++) {
            picture(i * FRAME, true);
            now += 1_000_000_001L;
        }

        assertThat(detector.isReordering(now)).isFalse();
    }

    @Test
    void forgetsFiveSecondsAfterTheLast() {
        for (int i = 0; i < 3; i++) {
            picture(i * FRAME, true);
        }
        long last = now - FRAME_NANOS;
        picture(10 * FRAME, false);

        assertThat(detector.isReordering(last + 5_000_000_000L)).isTrue();
        assertThat(detector.isReordering(last + 5_000_000_001L)).isFalse();
        now = last + 6_000_000_000L;
        picture(11 * FRAME, true);
        assertThat(detector.isReordering(now)).isFalse();
    }

    private void picture(int timestamp, boolean bidirectional) {
        detector.onPacket(sequence++ & 0xffff, timestamp, bidirectional, now);
        detector.onPacket(sequence++ & 0xffff, timestamp, false, now);
        now += FRAME_NANOS;
    }
}
