package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.ice.CandidatePair;
import weir.peer.CloseReason;
import weir.peer.IncomingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.testkit.CountingAllocator;
import weir.testkit.Loops;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class PeerDriverTest {
    private static final PayloadFormat OPUS =
            new PayloadFormat(111, MediaKind.AUDIO, "opus", 48_000, 2, "", Set.of());
    private static final List<IncomingMedia> MEDIA =
            List.of(
                    new IncomingMedia(
                            MediaKind.AUDIO, "0", List.of(OPUS), ExtensionMap.EMPTY, List.of()));

    @AutoClose private static final Loops loops = new Loops(1);

    private final CountingAllocator counting = new CountingAllocator();
    private final RecordingSink sink = new RecordingSink();
    private final TestSession session =
            new TestSession(loops, loops.loop(0), counting, MEDIA, List.of(), _ -> sink);

    @AfterEach
    void nothingLeaks() {
        session.ref().close(CloseReason.SHUTDOWN);
        loops.settle();
        assertThat(counting.bytesHeld()).isZero();
    }

    @Test
    void givesTheSinkWhatThePeerSends() {
        session.connect();

        session.receiveMedia(List.of(packet(10), packet(11)));

        assertThat(sink.connected).isCompleted();
        assertThat(sink.sequences).containsExactly(10, 11);
    }

    @Test
    void aPeerThatMovesMaySendFromWhereItIsNotSentToYet() {
        InetSocketAddress elsewhere = new InetSocketAddress("203.0.113.1", 40_000);
        session.connect();
        Optional<CandidatePair> before = session.driver().path();

        session.nominate(elsewhere);

        assertThat(session.driver().transport().sessions().findByRemote(elsewhere))
                .isSameAs(session.ref());
        assertThat(session.driver().path()).isEqualTo(before).isPresent();
    }

    @Test
    void aSinkThatFailsIsTheEndOfItsSession() {
        session.connect();
        sink.failing = true;

        session.receiveMedia(List.of(packet(10)));

        assertThat(sink.closed).isCompletedWithValue(CloseReason.FAILED);
        assertThat(session.hasEnded()).isTrue();
    }

    @Test
    void whatComesAfterTheEndIsReleased() {
        session.connect();
        session.ref().close(CloseReason.HUNG_UP);
        loops.settle();

        session.receiveMedia(List.of(packet(10)));
        var late = Unpooled.buffer().writeZero(100);
        loops.run(loops.loop(0), () -> session.driver().onTransmit(late));

        assertThat(sink.closed).isCompletedWithValue(CloseReason.HUNG_UP);
        assertThat(sink.sequences).isEmpty();
        assertThat(late.refCnt()).isZero();
    }

    @Test
    void endsOnce() {
        session.ref().close(CloseReason.HUNG_UP);
        session.ref().close(CloseReason.REPLACED);
        loops.settle();

        assertThat(sink.closed).isCompletedWithValue(CloseReason.HUNG_UP);
    }

    private static byte[] packet(int sequence) {
        byte[] bytes = new byte[60];
        bytes[0] = (byte) 0x80;
        bytes[1] = 111;
        bytes[2] = (byte) (sequence >> 8);
        bytes[3] = (byte) sequence;
        bytes[11] = 9;
        return bytes;
    }
}
