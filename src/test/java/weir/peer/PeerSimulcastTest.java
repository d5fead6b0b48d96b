package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.VP8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.rtcp.CompoundWriter;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.SourceDescription;
import weir.rtp.MediaKind;
import weir.rtp.RtcpFeedback;
import weir.srtp.SrtpProfile;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A publisher that sends its video in several encodings, each by an SSRC of its own.
class PeerSimulcastTest {
    private static final int HIGH = 0x100;
    private static final int LOW = 0x200;
    private static final int HIGH_RTX = 0x101;
    private static final int LOW_RTX = 0x201;

    @AutoClose private PeerPair pair;

    @Test
    void eachEncodingIsToldByItsRidBeforeItsMedia() {
        pair = connected(Map.of(), "h", "l");

        sendNamed(HIGH, 10, "h");
        sendNamed(LOW, 20, "l");
        send(HIGH, 11);
        send(LOW, 21);
        run(30);

        assertThat(begun())
                .containsExactly(
                        new PeerOutput.SourceBegun(MediaKind.VIDEO, HIGH, "h"),
                        new PeerOutput.SourceBegun(MediaKind.VIDEO, LOW, "l"));
        assertThat(pair.node.sequences(HIGH)).containsExactly(10, 11);
        assertThat(pair.node.sequences(LOW)).containsExactly(20, 21);
        assertThat(pair.node.peer.receiving().stats())
                .extracting(SourceStats::rid)
                .containsExactly("h", "l");
    }

    @Test
    void whoseEncodingIsNotToldIsRefusedUntilItIs() {
        pair = connected(Map.of(), "h", "l");

        send(HIGH, 10);
        sendNamed(HIGH, 11, "h");
        run(30);

        assertThat(pair.node.refused).containsExactly("RID_MISSING");
        assertThat(pair.node.sequences(HIGH)).containsExactly(11);
    }

    @Test
    void anEncodingThatWasNotNegotiatedIsRefused() {
        pair = connected(Map.of(), "h", "l");

        sendNamed(HIGH, 10, "m");
        run(30);

        assertThat(pair.node.refused).containsExactly("RID_UNKNOWN");
        assertThat(begun()).isEmpty();
    }

    @Test
    void whereThereIsOneEncodingNobodyHasToTellIt() {
        pair = connected(Map.of(), "h");

        send(HIGH, 10);
        run(30);

        assertThat(begun()).containsExactly(new PeerOutput.SourceBegun(MediaKind.VIDEO, HIGH, "h"));
    }

    @Test
    void aRidMeansNothingWhereNoneWasNegotiated() {
        pair = connected(Map.of());

        sendNamed(HIGH, 10, "h");
        run(30);

        assertThat(begun()).containsExactly(new PeerOutput.SourceBegun(MediaKind.VIDEO, HIGH, ""));
    }

    @Test
    void aNewSourceReplacesThatOfItsOwnEncodingAlone() {
        pair = connected(Map.of(), "h", "l");
        sendNamed(HIGH, 10, "h");
        sendNamed(LOW, 20, "l");
        sendNamed(0x300, 30, "h");
        run(30);

        assertThat(pair.node.peer.receiving().stats())
                .filteredOn(source -> !source.replaced())
                .extracting(SourceStats::ssrc)
                .containsExactlyInAnyOrder(LOW, 0x300);
    }

    @Test
    void aKeyFrameOfOneEncodingIsAskedOfThatOneAlone() {
        pair = connected(Map.of(), "h", "l");
        sendNamed(HIGH, 10, "h");
        sendNamed(LOW, 20, "l");
        run(30);

        pair.node.peer.requestKeyFrame(LOW, pair.nowNanos);
        run(30);

        assertThat(asked()).containsExactly(LOW);
    }

    @Test
    void aRetransmissionIsOfTheEncodingThatItNames() {
        pair = connected(Map.of(), "h", "l");
        sendNamed(HIGH, 10, "h");
        sendNamed(LOW, 20, "l");

        sendNamedRtx(HIGH_RTX, 1, 9, "h");
        sendNamedRtx(LOW_RTX, 1, 19, "l");
        run(30);

        assertThat(pair.node.sequences(HIGH)).containsExactly(10, 9);
        assertThat(pair.node.sequences(LOW)).containsExactly(20, 19);
    }

    @Test
    void whatARetransmissionRepairsIsRememberedBySsrc() {
        pair = connected(Map.of(), "h", "l");
        sendNamed(HIGH, 10, "h");
        sendNamed(LOW, 20, "l");
        sendNamedRtx(HIGH_RTX, 1, 9, "h");
        sendNamedRtx(LOW_RTX, 1, 19, "l");

        sendRtx(HIGH_RTX, 2, 8);
        sendRtx(LOW_RTX, 2, 18);
        run(30);

        assertThat(pair.node.sequences(HIGH)).containsExactly(10, 9, 8);
        assertThat(pair.node.sequences(LOW)).containsExactly(20, 19, 18);
    }

    @Test
    void whatARetransmissionRepairsMayHaveBeenOffered() {
        pair = connected(Map.of(HIGH_RTX, HIGH, LOW_RTX, LOW), "h", "l");
        sendNamed(HIGH, 10, "h");
        sendNamed(LOW, 20, "l");

        sendRtx(HIGH_RTX, 1, 9);
        sendRtx(LOW_RTX, 1, 19);
        run(30);

        assertThat(pair.node.sequences(HIGH)).containsExactly(10, 9);
        assertThat(pair.node.sequences(LOW)).containsExactly(20, 19);
    }

    @Test
    void aRetransmissionThatMayBeOfSeveralEncodingsIsRefused() {
        pair = connected(Map.of(), "h", "l");
        sendNamed(HIGH, 10, "h");

        sendRtx(HIGH_RTX, 1, 9);
        sendNamedRtx(LOW_RTX, 1, 19, "l");
        run(30);

        assertThat(pair.node.refused).containsExactly("REPAIR_UNKNOWN", "REPAIR_UNKNOWN");
        assertThat(pair.node.sequences(HIGH)).containsExactly(10);
    }

    @Test
    void anEncodingMayBeToldByRtcpBeforeItsFirstPacket() {
        pair = connected(Map.of(), "h", "l");

        describe(new SourceDescription.Chunk(LOW, "cname", "1", "l", ""));
        describe(new SourceDescription.Chunk(LOW_RTX, "cname", "1", "", "l"));
        send(LOW, 20);
        sendRtx(LOW_RTX, 1, 19);
        run(30);

        assertThat(begun()).containsExactly(new PeerOutput.SourceBegun(MediaKind.VIDEO, LOW, "l"));
        assertThat(pair.node.sequences(LOW)).containsExactly(20, 19);
    }

    @Test
    void anEncodingThatRtcpTellsMustBeNegotiatedToo() {
        pair = connected(Map.of(), "h", "l");

        describe(new SourceDescription.Chunk(LOW, "cname", "1", "m", ""));
        send(LOW, 20);
        run(30);

        assertThat(pair.node.refused).containsExactly("RID_UNKNOWN");
    }

    private void describe(SourceDescription.Chunk chunk) {
        ByteBuf compound = Unpooled.buffer();
        new CompoundWriter(compound).write(new SourceDescription(List.of(chunk)));
        pair.client.peer.sending().sendRtcp(compound);
    }

    private PeerPair connected(Map<Integer, Integer> repairs, String... rids) {
        return new PeerPair(
                        1,
                        SrtpProfile.AEAD_AES_128_GCM,
                        MediaWriter.simulcast(
                                repairs, List.of(rids), RtcpFeedback.NACK, RtcpFeedback.PLI))
                .connect();
    }

    private void sendNamed(int ssrc, int sequence, String rid) {
        MediaWriter.writeNamed(pair.client.peer.sending(), ssrc, sequence, rid);
    }

    private void send(int ssrc, int sequence) {
        MediaWriter.write(pair.client.peer.sending(), VP8, ssrc, sequence, 100);
    }

    private void sendNamedRtx(int ssrc, int sequence, int original, String rid) {
        MediaWriter.writeNamedRtx(pair.client.peer.sending(), ssrc, sequence, original, rid);
    }

    private void sendRtx(int ssrc, int sequence, int original) {
        MediaWriter.writeBareRtx(pair.client.peer.sending(), ssrc, sequence, original);
    }

    private List<PeerOutput.SourceBegun> begun() {
        return pair.node.all(PeerOutput.SourceBegun.class).stream()
                .map(PeerEnd.Timed::what)
                .toList();
    }

    private List<Integer> asked() {
        return pair.feedback(PictureLossIndication.class).stream()
                .map(pli -> pli.what().mediaSsrc())
                .toList();
    }

    private void run(long millis) {
        pair.run(Duration.ofMillis(millis));
    }
}
