package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Arrivals.sequences;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtcp.GenericNack;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A publisher of every format and layer whose descriptors lie: everybody stays, and nothing leaks.
class HostileFormatsTest {
    private static final String NAME = "s";
    private static final int SEEDS = 15;
    private static final int STEPS = 80;
    private static final int RID_ID = 4;
    private static final int DEPENDENCY_ID = 6;
    private static final int SEQUENCE_ID = 3;
    private static final int RETRANSMISSION = 0x902;

    /// As they are where nobody lies; from these all else is made.
    private static final Map<Integer, List<String>> VALID =
            Map.of(
                    96, List.of("10000102", "90f0923456a900", "10500100009d012a80026801"),
                    98, List.of("e88abc5377ff", "f5052403050600", "aa0100003801400 0b402800168"),
                    102, List.of("780002091000046742e01f000268ce", "7c8588", "6588843a", "419a3b"),
                    103, List.of("600100034001010003420 1ff", "620193af", "260188", "4201ff"),
                    45, List.of("28020a0b32", "080212000 20a0b", "10320011"),
                    111, List.of("0909"),
                    63, List.of("ef00000b6f0102030405060708090a0b0c", "6f0909", "efffffff"));

    /// Of L1T3 and L3T3 (AV1 RTP appendix A.6), as far as a publisher keeps to them.
    private static final List<String> DEPENDENCIES =
            List.of(
                    "c00001",
                    "80000180 02148 5eaa8604141 4d14104 20e",
                    "c1000a",
                    "c20014",
                    "80000280" + "ffff".repeat(6));

    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops);
    private SplittableRandom random;
    private final int[] next = new int[3];

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everybodyStaysWhateverItSends(long seed) {
        random = new SplittableRandom(seed);
        java.util.Arrays.setAll(next, _ -> random.nextInt(1 << 15));
        TestSession publisher = stage.publish(NAME, 1, 0, incoming());
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        List<TestSession> viewers =
                List.of(
                        stage.watch(NAME, 0, outgoing(numbered(), RETRANSMISSION, 96, 98, 102, 45)),
                        stage.watch(NAME, 1, outgoing(ExtensionMap.EMPTY, 0, 96, 98, 103, 45)),
                        stage.watch(NAME, 1, outgoing(described(), 0, 45, 98, 102)));

        for (int i = 0; i < STEPS; i++) {
            stage.send(
                    publisher,
                    IntStream.range(0, 1 + random.nextInt(6))
                            .mapToObj(_ -> packet())
                            .toArray(byte[][]::new));
            disturb(viewers.get(random.nextInt(viewers.size())));
        }

        assertThat(link.media).hasSizeGreaterThan(STEPS / 2);
        assertThat(viewers).anyMatch(viewer -> !viewer.media.isEmpty());
        assertThat(publisher.hasEnded()).isFalse();
        assertThat(link.hasEnded()).isFalse();
        assertThat(viewers).noneMatch(TestSession::hasEnded);
    }

    private byte[] packet() {
        int[] types = {96, 98, 102, 103, 45, 111, 63};
        int type = types[random.nextInt(types.length)];
        boolean isVideo = type != 111 && type != 63;
        List<String> valid = VALID.get(type);
        byte[] payload = bend(valid.get(random.nextInt(valid.size())));
        byte[] extension = isVideo && random.nextInt(4) > 0 ? extension() : new byte[0];
        int source = isVideo ? 1 + random.nextInt(2) : 0;
        next[source] += random.nextInt(30) == 0 ? random.nextInt(32_000) : 1;
        int sequence = next[source];
        int first = extension.length > 0 ? 0x90 : 0x80;
        int marker = random.nextInt(2) << 7;
        return ByteBuffer.allocate(12 + extension.length + payload.length)
                .put((byte) first)
                .put((byte) (marker | type))
                .putShort((short) sequence)
                .putInt(random.nextInt(20) == 0 ? random.nextInt() : 3000 * (sequence / 4))
                .putInt(0x30 + source)
                .put(extension)
                .put(payload)
                .array();
    }

    /// Two-byte headers, since dependency descriptors are long; what is behind the last is padding.
    private byte[] extension() {
        byte[] dependency = bend(DEPENDENCIES.get(random.nextInt(DEPENDENCIES.size())));
        int words = (3 + 2 + dependency.length + 3) / 4;
        return ByteBuffer.allocate(4 + 4 * words)
                .putShort((short) 0x1000)
                .putShort((short) words)
                .put((byte) RID_ID)
                .put((byte) 1)
                .put((byte) "hl".charAt(random.nextInt(2)))
                .put((byte) DEPENDENCY_ID)
                .put((byte) (dependency.length + (random.nextInt(9) == 0 ? 9 : 0)))
                .put(dependency)
                .array();
    }

    private byte[] bend(String hex) {
        byte[] valid = HexFormat.of().parseHex(hex.replace(" ", ""));
        int length = random.nextInt(3) == 0 ? random.nextInt(60) : valid.length;
        byte[] bytes = java.util.Arrays.copyOf(valid, length);
        for (int i = random.nextInt(4); i > 0 && length > 0; i--) {
            bytes[random.nextInt(length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private void disturb(TestSession viewer) {
        switch (random.nextInt(5)) {
            case 0, 1 -> askAgain(viewer);
            case 2 -> stage.limit(NAME, viewer, random.nextBoolean() ? "h" : "l");
            case 3 -> stage.enable(NAME, viewer, MediaKind.VIDEO, random.nextInt(3) > 0);
            default -> stage.measure(NAME, viewer, System.nanoTime() + 200_000_000L);
        }
    }

    private static void askAgain(TestSession viewer) {
        for (int ssrc : new int[] {Stage.VIEWER_VIDEO, Stage.VIEWER_AUDIO}) {
            List<Integer> sent = sequences(viewer, ssrc);
            int last = sent.isEmpty() ? 0 : sent.getLast();
            List<Integer> asked =
                    IntStream.rangeClosed(-40, 3).mapToObj(back -> last + back & 0xffff).toList();
            viewer.receiveReport(new GenericNack(1, ssrc, asked));
        }
        loops.settle();
    }

    private static List<IncomingMedia> incoming() {
        ExtensionMap named =
                new ExtensionMap(
                        Map.of(
                                HeaderExtension.RTP_STREAM_ID,
                                RID_ID,
                                HeaderExtension.DEPENDENCY_DESCRIPTOR,
                                DEPENDENCY_ID));
        return List.of(
                incoming(MediaKind.AUDIO, ExtensionMap.EMPTY, List.of(), 111, 63),
                incoming(MediaKind.VIDEO, named, List.of("h", "l"), 96, 98, 102, 103, 45));
    }

    private static IncomingMedia incoming(
            MediaKind kind, ExtensionMap extensions, List<String> rids, int... types) {
        return new IncomingMedia(kind, kind.token(), formats(types), extensions, rids);
    }

    private static List<OutgoingMedia> outgoing(ExtensionMap extensions, int rtx, int... types) {
        List<PayloadFormat> formats = new ArrayList<>(formats(types));
        formats.add(
                new PayloadFormat(
                        97, MediaKind.VIDEO, "rtx", 90_000, 1, "apt=" + types[0], Set.of()));
        return List.of(
                new OutgoingMedia(
                        MediaKind.AUDIO,
                        "0",
                        Stage.VIEWER_AUDIO,
                        0,
                        "c",
                        formats(111),
                        ExtensionMap.EMPTY),
                new OutgoingMedia(
                        MediaKind.VIDEO, "1", Stage.VIEWER_VIDEO, rtx, "c", formats, extensions));
    }

    private static ExtensionMap numbered() {
        return new ExtensionMap(
                Map.of(
                        HeaderExtension.TRANSPORT_SEQUENCE_NUMBER,
                        SEQUENCE_ID,
                        HeaderExtension.DEPENDENCY_DESCRIPTOR,
                        DEPENDENCY_ID));
    }

    private static ExtensionMap described() {
        return new ExtensionMap(Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, DEPENDENCY_ID));
    }

    private static List<PayloadFormat> formats(int... types) {
        return IntStream.of(types).mapToObj(HostileFormatsTest::format).toList();
    }

    private static PayloadFormat format(int type) {
        return switch (type) {
            case 96 -> video(type, "VP8", "");
            case 98 -> video(type, "VP9", "profile-id=0");
            case 102 -> video(type, "H264", "profile-level-id=42e01f;packetization-mode=1");
            case 103 -> video(type, "H265", "");
            case 45 -> video(type, "AV1", "");
            case 63 -> audio(type, "red", "111/111");
            default -> audio(type, "opus", "");
        };
    }

    private static PayloadFormat video(int type, String encoding, String parameters) {
        Set<RtcpFeedback> feedback = Set.of(RtcpFeedback.NACK, RtcpFeedback.PLI);
        return new PayloadFormat(type, MediaKind.VIDEO, encoding, 90_000, 1, parameters, feedback);
    }

    private static PayloadFormat audio(int type, String encoding, String parameters) {
        return new PayloadFormat(
                type, MediaKind.AUDIO, encoding, 48_000, 2, parameters, Set.of(RtcpFeedback.NACK));
    }
}
