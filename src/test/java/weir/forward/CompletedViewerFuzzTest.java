package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtp.Burst;
import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A viewer of a source that sends its parameter sets once, behind a path that loses packets and
/// brings some of them late.
class CompletedViewerFuzzTest {
    private static final byte[] SPS =
            TestSource.bytes("6742c01fda014016ec0440000003004000000f03c60ca8");
    private static final byte[] PPS = TestSource.bytes("68ce0fc8");
    private static final int AGGREGATE = 0x78;
    private static final int IDR = 0x65;
    private static final int PICTURES = 400;

    private final TestSource source = TestSource.video("H264", 0x1111);
    private final BurstReader reader = new BurstReader();
    private final ParameterSetInserter inserter = new ParameterSetInserter();
    private final Map<Integer, RtpPacket> ring = new HashMap<>();
    private final Map<Integer, byte[]> sent = new HashMap<>();
    private final List<byte[]> starts = new ArrayList<>();
    private final List<RtpPacket> late = new ArrayList<>();
    private TestViewer viewer;
    private boolean awaiting;

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void givesEachNumberToOnePacketAndSendsItAgainAsItWas(long seed) {
        Random random = new Random(seed);
        viewer = new TestViewer(MediaKind.VIDEO);
        viewer.onSource(1);
        awaiting = true;
        int sequence = random.nextInt(1 << 16);
        arrive(source.packet(sequence++ & 0xffff, 0, SPS, false, 0));
        arrive(source.packet(sequence++ & 0xffff, 0, PPS, false, 0));

        for (int i = 0; i < PICTURES; i++) {
            boolean key = i == 0 || random.nextInt(10) == 0;
            String payload = (key ? "6588" : "419a") + HexFormat.of().toHexDigits(i);
            RtpPacket packet =
                    source.packet(
                            sequence++ & 0xffff, 3000 * i, TestSource.bytes(payload), true, 0);
            switch (random.nextInt(12)) {
                case 0 -> packet.close();
                case 1 -> late.add(packet);
                default -> arrive(packet);
            }
            if (!late.isEmpty() && random.nextInt(3) == 0) {
                arrive(late.remove(random.nextInt(late.size())));
            }
            if (random.nextInt(40) == 0) {
                viewer.rewriter.awaitKeyFrame();
                awaiting = true;
            }
            repair(random);
        }

        assertThat(inserter.inserted()).isPositive();
        assertThat(starts.getFirst()).isEqualTo(SPS);
        assertThat(starts.subList(1, starts.size()))
                .allMatch(start -> start[0] == AGGREGATE || start[0] == IDR);
        late.forEach(RtpPacket::close);
        ring.values().forEach(RtpPacket::close);
    }

    /// Closes the packet.
    private void arrive(RtpPacket packet) {
        Burst burst = new Burst();
        try (packet) {
            burst.add(packet);
        }
        try (burst;
                MediaBurst read = reader.read(burst);
                MediaBurst completed = inserter.complete(read)) {
            for (int i = 0; i < completed.size(); i++) {
                forward(completed.get(i).rtp());
            }
        }
    }

    private void forward(RtpPacket packet) {
        if (ring.putIfAbsent(packet.sequenceNumber(), packet) == null) {
            packet.share();
        }
        byte[] bytes = viewer.bytes(packet, TestViewer.PAYLOAD_TYPE);
        TestViewer.read(bytes)
                .ifPresent(
                        written -> {
                            assertThat(sent).doesNotContainKey(written.sequenceNumber());
                            sent.put(written.sequenceNumber(), bytes);
                            if (awaiting) {
                                starts.add(written.payload());
                                awaiting = false;
                            }
                        });
    }

    private void repair(Random random) {
        List<Integer> numbers = List.copyOf(sent.keySet());
        if (numbers.isEmpty()) {
            return;
        }
        int number = numbers.get(random.nextInt(numbers.size()));
        RtpPacket packet = ring.get(viewer.rewriter.sourceSequence(number));
        assertThat(packet).isNotNull();
        byte[] again = viewer.bytesAgain(packet, number);
        assertThat(Arrays.equals(again, sent.get(number))).isTrue();
    }
}
