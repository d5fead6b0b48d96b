package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.VIDEO_SSRC;
import static weir.peer.MediaWriter.VP8;

import org.junit.jupiter.api.AfterEach;

import weir.rtcp.GenericNack;
import weir.rtp.RtcpFeedback;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A publisher and a node over a network in simulated time, and what tests do with them.
abstract class PeerPairScene {
    static final long MILLI = 1_000_000;
    static final RtcpFeedback[] ALL = {
        RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.TRANSPORT_CC
    };

    PeerPair pair;

    @AfterEach
    void nothingLeaks() {
        pair.close();
        assertThat(pair.counting.bytesHeld()).isZero();
    }

    PeerPair connected(RtcpFeedback... videoFeedback) {
        return new PeerPair(1, videoFeedback).connect();
    }

    void run(long millis) {
        pair.run(Duration.ofMillis(millis));
    }

    void sendVideo(int... sequences) {
        for (int sequence : sequences) {
            MediaWriter.write(pair.client.peer.sending(), VP8, VIDEO_SSRC, sequence, 100);
        }
    }

    /// The first packet of this number does not arrive.
    void lose(int sequence) {
        boolean[] done = new boolean[1];
        pair.toNode.drop(
                datagram -> {
                    boolean isIt =
                            (datagram.getByte(0) & 0xc0) == 0x80
                                    && datagram.getUnsignedByte(1) == VP8
                                    && datagram.getUnsignedShort(2) == sequence;
                    boolean first = isIt && !done[0];
                    done[0] |= isIt;
                    return first;
                });
    }

    /// The client sends again, byte for byte, what it was asked for.
    void answerNacks() {
        for (var request : pair.client.all(PeerOutput.RetransmissionRequested.class)) {
            sendVideo(request.what().sequenceNumbers());
        }
        pair.client.outputs.removeIf(
                output -> output.what() instanceof PeerOutput.RetransmissionRequested);
    }

    List<Integer> asked() {
        return pair.feedback(GenericNack.class).stream()
                .flatMap(nack -> nack.what().sequenceNumbers().stream())
                .toList();
    }

    static List<Long> gaps(List<? extends PeerEnd.Timed<?>> all) {
        return IntStream.range(1, all.size())
                .mapToObj(i -> (all.get(i).nanos() - all.get(i - 1).nanos()) / MILLI)
                .toList();
    }

    static weir.rtp.RtpPacket packetOf(int ssrc) {
        var bytes = io.netty.buffer.Unpooled.buffer().writeLong(0x8060_0001_0000_0000L);
        bytes.writeInt(ssrc);
        try {
            return weir.rtp.RtpPacket.of(
                    bytes,
                    weir.rtp.RtpHeader.read(bytes),
                    MediaWriter.incoming().getLast().formats().getFirst(),
                    0);
        } catch (weir.wire.MalformedPacketException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
