package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtcp.GenericNack;
import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// A publisher whose audio is redundant (RFC 2198), and who gets what of it.
class RedundantAudioTest {
    private static final String NAME = "s";
    private static final int SOURCE = 0x22;
    private static final int VIEWER = 0x901;

    /// One block of 3 bytes, 960 ticks ago, and a primary of 4.
    private static final String PAYLOAD = "ef0f00036faaaaaacccccccc";

    @AutoClose private static final Loops loops = new Loops(1);

    @AutoClose private final Stage stage = new Stage(loops);

    @Test
    void whoTakesTheSameGetsItAsItIs() {
        TestSession publisher = publish();
        TestSession viewer = watch(List.of(opus(111), red(70, "111/111")));

        stage.send(publisher, packet(1), packet(2));

        assertThat(payloads(viewer)).containsExactly("70 " + PAYLOAD, "70 " + PAYLOAD);
    }

    @Test
    void whoTakesNoneOrNamesOpusOtherwiseGetsThePrimaryAlone() {
        TestSession publisher = publish();
        TestSession none = watch(List.of(opus(109)));
        TestSession other = watch(List.of(opus(109), red(70, "109/109")));

        stage.send(publisher, packet(1), packet(2));

        assertThat(payloads(none)).containsExactly("109 cccccccc", "109 cccccccc");
        assertThat(payloads(other)).isEqualTo(payloads(none));
    }

    @Test
    void thePrimaryComesAgainAsItWas() {
        TestSession publisher = publish();
        TestSession viewer = watch(List.of(opus(109)));
        stage.send(publisher, packet(1));
        int sequence = viewer.media.getFirst().header().sequenceNumber();

        viewer.receiveReport(new GenericNack(1, VIEWER, List.of(sequence)));
        loops.settle();

        assertThat(viewer.sealed).hasSize(2);
        assertThat(viewer.sealed.getLast()).isEqualTo(viewer.sealed.getFirst());
    }

    private TestSession publish() {
        return stage.publish(
                NAME,
                1,
                0,
                List.of(
                        new IncomingMedia(
                                MediaKind.AUDIO,
                                "0",
                                List.of(opus(111), red(63, "111/111")),
                                ExtensionMap.EMPTY,
                                List.of())));
    }

    private TestSession watch(List<PayloadFormat> formats) {
        return stage.watch(
                NAME,
                0,
                List.of(
                        new OutgoingMedia(
                                MediaKind.AUDIO,
                                "0",
                                VIEWER,
                                0,
                                "cname",
                                formats,
                                ExtensionMap.EMPTY)));
    }

    private static PayloadFormat opus(int payloadType) {
        Set<RtcpFeedback> nack = Set.of(RtcpFeedback.NACK);
        return new PayloadFormat(payloadType, MediaKind.AUDIO, "opus", 48_000, 2, "", nack);
    }

    private static PayloadFormat red(int payloadType, String blocks) {
        return new PayloadFormat(payloadType, MediaKind.AUDIO, "red", 48_000, 2, blocks, Set.of());
    }

    private static byte[] packet(int sequence) {
        return ByteBuffer.allocate(12 + PAYLOAD.length() / 2)
                .putShort((short) (0x8000 | 63))
                .putShort((short) sequence)
                .putInt(960 * sequence)
                .putInt(SOURCE)
                .put(HexFormat.of().parseHex(PAYLOAD))
                .array();
    }

    /// Payload type and payload.
    private static List<String> payloads(TestSession viewer) {
        return viewer.media.stream()
                .map(
                        packet ->
                                packet.header().payloadType()
                                        + " "
                                        + HexFormat.of().formatHex(packet.bytes()).substring(24))
                .toList();
    }
}
