package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import weir.rtcp.PictureLossIndication;
import weir.transport.TestSession;

import java.util.List;

/// What the other ends of sessions got.
final class Arrivals {
    private Arrivals() {}

    static List<Integer> sequences(TestSession session, int ssrc) {
        return session.media.stream()
                .filter(packet -> packet.header().ssrc() == ssrc)
                .map(packet -> packet.header().sequenceNumber())
                .toList();
    }

    static void assertConsecutive(TestSession session, int ssrc) {
        List<Integer> sequences = sequences(session, ssrc);
        for (int i = 1; i < sequences.size(); i++) {
            assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + 1 & 0xffff);
        }
    }

    /// The last byte of each payload.
    static List<Integer> payloads(TestSession session, int ssrc) {
        return session.media.stream()
                .filter(packet -> packet.header().ssrc() == ssrc)
                .map(packet -> (int) packet.bytes()[packet.bytes().length - 1])
                .toList();
    }

    /// What key frames were asked for of, each time.
    static List<Integer> keyFramesAskedOf(TestSession session) {
        return List.copyOf(session.reports).stream()
                .filter(PictureLossIndication.class::isInstance)
                .map(report -> ((PictureLossIndication) report).mediaSsrc())
                .toList();
    }
}
