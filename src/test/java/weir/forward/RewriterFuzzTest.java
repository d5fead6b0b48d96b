package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.forward.TestViewer.Written;
import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Random lists of operations: switches, drops, loss, padding, reordering, duplicates, NACKs.
class RewriterFuzzTest {
    private static final int OPERATIONS = 400;
    private static final HexFormat HEX = HexFormat.of();
    private static final int[] PAYLOAD_TYPES = {96, 45, 127};

    private final Map<Integer, byte[]> sent = new HashMap<>();
    private final Map<Integer, RtpPacket> ring = new HashMap<>();
    private final List<RtpPacket> held = new ArrayList<>();
    private final List<RtpPacket> all = new ArrayList<>();

    private Random random;
    private TestViewer viewer;
    private TestSource source;
    private long epoch;
    private int nextSequence;
    private int nextTimestamp;
    private int pictureId;
    private long nowNanos;
    private int highest;
    private int highestTimestamp;
    private boolean startExpected;

    /// A number goes out in one form only, whatever happens; numbers have no gap but that of a
    /// packet that can still be had; and what a source begins with is later than all before.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void givesEachNumberToOneFormOfOnePacket(long seed) {
        random = new Random(seed);
        int first = random.nextInt(1 << 15);
        viewer = new TestViewer(MediaKind.VIDEO, first, random.nextInt());
        highest = first - 1;
        switchSource();

        for (int i = 0; i < OPERATIONS; i++) {
            nowNanos += random.nextInt(5_000_000);
            operate(random.nextInt(100));
        }

        checkHoles();
        assertThat(sent.size()).isGreaterThan(20);
        all.forEach(RtpPacket::close);
    }

    private void operate(int choice) {
        if (choice < 60) {
            arrive(nextPacket());
        } else if (choice < 70) {
            held.add(nextPacket());
        } else if (choice < 80) {
            if (!held.isEmpty()) {
                arrive(held.remove(random.nextInt(held.size())));
            }
        } else if (choice < 84) {
            if (!ring.isEmpty()) {
                arrive(all.getLast());
            }
        } else if (choice < 86) {
            nextPacket();
        } else if (choice < 88) {
            viewer.rewriter.awaitKeyFrame();
            startExpected = true;
        } else if (choice < 90) {
            switchSource();
        } else {
            repair(highest - random.nextInt(100) & 0xffff);
        }
    }

    private void switchSource() {
        checkHoles();
        held.clear();
        ring.clear();
        String encoding = List.of("VP8", "VP9", "H264").get(random.nextInt(3));
        source = TestSource.video(encoding, random.nextInt());
        nextSequence = random.nextInt(1 << 16);
        nextTimestamp = random.nextInt();
        viewer.onSource(++epoch);
        startExpected = true;
    }

    private RtpPacket nextPacket() {
        boolean key = random.nextInt(8) == 0;
        pictureId = pictureId + 1 & 0x7fff;
        String numbers =
                HEX.toHexDigits((short) (0x8000 | pictureId))
                        + HEX.toHexDigits((byte) random.nextInt(256));
        byte[] payload =
                TestSource.bytes(
                        switch (source.format().encoding()) {
                            case "VP8" -> "90d0" + numbers + "0a" + (key ? "00" : "01");
                            case "VP9" -> (key ? "a8" : "e8") + insertLayer(numbers) + "ff";
                            default -> key ? "6588" : "419a";
                        });
        boolean paddingAlone = random.nextInt(6) == 0;
        RtpPacket packet =
                source.packet(
                        nextSequence,
                        nextTimestamp,
                        paddingAlone ? new byte[0] : Arrays.copyOf(payload, payload.length + 3),
                        paddingAlone ? 9 : random.nextInt(4),
                        nowNanos);
        all.add(packet);
        ring.put(nextSequence, packet);
        nextSequence = nextSequence + 1 & 0xffff;
        nextTimestamp += random.nextInt(3) * 1500;
        return packet;
    }

    private static String insertLayer(String numbers) {
        return numbers.substring(0, 4) + "00" + numbers.substring(4);
    }

    private void arrive(RtpPacket packet) {
        int payloadType = PAYLOAD_TYPES[random.nextInt(PAYLOAD_TYPES.length)];
        byte[] bytes = viewer.bytes(packet, payloadType);
        TestViewer.read(bytes)
                .ifPresent(
                        written -> {
                            assertThat(sent).doesNotContainKey(written.sequenceNumber());
                            assertThat(written.payloadType()).isEqualTo(payloadType);
                            sent.put(written.sequenceNumber(), bytes);
                            onNewest(written);
                        });
    }

    private void onNewest(Written written) {
        if ((short) (written.sequenceNumber() - highest) <= 0) {
            return;
        }
        if (startExpected) {
            assertThat((short) written.sequenceNumber()).isEqualTo((short) (highest + 1));
            assertThat(written.timestamp() - highestTimestamp > 0 || sent.size() == 1).isTrue();
            startExpected = false;
            highestTimestamp = written.timestamp();
        } else if (written.timestamp() - highestTimestamp > 0) {
            highestTimestamp = written.timestamp();
        }
        highest = written.sequenceNumber();
    }

    private void repair(int outSequence) {
        int sequence = viewer.rewriter.sourceSequence(outSequence);
        byte[] before = sent.get(outSequence);
        RtpPacket packet = ring.get(sequence);
        if (packet == null || packet.ssrc() != source.ssrc()) {
            return;
        }
        byte[] again = viewer.bytesAgain(packet, outSequence);
        if (before != null) {
            assertThat(again).isEqualTo(before);
        } else if (again.length > 0) {
            sent.put(outSequence, again);
        }
        for (RtpPacket other : ring.values()) {
            if (other != packet && random.nextInt(20) == 0) {
                assertThat(viewer.bytesAgain(other, outSequence)).isEmpty();
            }
        }
    }

    /// Each hole that this source left is a packet of it that was lost, or is yet to come.
    private void checkHoles() {
        int window = Math.min(300, sent.size());
        for (int back = 0; back < window; back++) {
            int number = highest - back & 0xffff;
            int sequence = viewer.rewriter.sourceSequence(number);
            if (sequence < 0) {
                continue;
            }
            assertThat(ring).containsKey(sequence);
            if (!sent.containsKey(number)) {
                byte[] bytes = viewer.bytesAgain(ring.get(sequence), number);
                assertThat(TestViewer.read(bytes).orElseThrow().sequenceNumber()).isEqualTo(number);
                sent.put(number, bytes);
            }
        }
    }
}
