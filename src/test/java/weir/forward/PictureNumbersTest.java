package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.rtp.MediaKind;

/// The picture numbers in the payload go on from source to source, each as wide as it came.
class PictureNumbersTest {
    private final TestViewer viewer = new TestViewer(MediaKind.VIDEO);
    private final TestSource vp8 = TestSource.video("VP8", 8);
    private final TestSource vp9 = TestSource.video("VP9", 9);

    @Test
    void leaveTheFirstSourceAsItIs() {
        viewer.onSource(1);

        // X S | I L T K | 15-bit id | TL0PICIDX | TID 0, Y 1, KEYIDX | key frame
        write(vp8, 1, "90 f0 9234 56 29 00", "90 f0 9234 56 29 00");
    }

    @Test
    void continueVp8AcrossASwitch() {
        viewer.onSource(1);
        write(vp8, 1, "90 f0 fffe ff 1e 00", "90 f0 fffe ff 1e 00");
        write(vp8, 2, "90 f0 ffff ff 5e 01", "90 f0 ffff ff 5e 01");
        viewer.onSource(2);

        write(vp8, 70, "90 f0 8123 10 05 00", "90 f0 8000 00 1f 00");
        write(vp8, 71, "90 f0 8124 11 45 01", "90 f0 8001 01 5f 01");
        write(vp8, 72, "90 f0 8125 12 06 00", "90 f0 8002 02 00 00");
    }

    @Test
    void stayAsWideAsTheyCame() {
        viewer.onSource(1);
        write(vp8, 1, "90 80 8fff 00", "90 80 8fff 00");
        viewer.onSource(2);
        write(vp8, 1, "90 80 05 00", "90 80 00 00");
        write(vp8, 2, "90 80 7f 01", "90 80 7a 01");
        write(vp8, 3, "90 80 05 01", "90 80 00 01");
        viewer.onSource(3);

        write(vp8, 1, "90 80 8005 00", "90 80 8001 00");
    }

    @Test
    void goOnAfterADrop() {
        viewer.onSource(1);
        write(vp8, 1, "90 80 8010 00", "90 80 8010 00");
        viewer.rewriter.awaitKeyFrame();

        write(vp8, 5, "90 80 8020 00", "90 80 8011 00");
    }

    @Test
    void goOnFromVp8ToVp9AndOverACodecWithout() {
        viewer.onSource(1);
        write(vp8, 1, "90 c0 8010 20 00", "90 c0 8010 20 00");
        viewer.onSource(2);
        write(TestSource.video("H264", 4), 1, "65 88", "65 88");
        viewer.onSource(3);

        write(vp9, 1, "a8 9000 00 70 ff", "a8 8011 00 21 ff");
        write(vp9, 2, "e8 9001 20 70 ff", "e8 8012 20 21 ff");
        viewer.onSource(4);
        write(vp9, 2, "b8 7f 00 ff", "b8 13 00 ff");
        write(vp9, 3, "f8 00 00 02 ff", "f8 14 00 02 ff");
    }

    @Test
    void areTheSameForWhatComesLateAfterPadding() {
        viewer.onSource(1);
        write(vp8, 1, "90 80 8010 00", "90 80 8010 00");
        viewer.onSource(2);
        write(vp8, 1, "90 80 8500 00", "90 80 8011 00");
        viewer.write(vp8.padding(3, 0));

        write(vp8, 4, "90 80 8502 01", "90 80 8013 01");
        write(vp8, 2, "90 80 8501 01", "90 80 8012 01");
    }

    private void write(TestSource source, int sequenceNumber, String in, String out) {
        var written = viewer.write(source.packet(sequenceNumber, 0, in)).orElseThrow();

        assertThat(written.payload()).isEqualTo(TestSource.bytes(out));
    }
}
