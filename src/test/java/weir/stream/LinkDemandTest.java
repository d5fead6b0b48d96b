package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.LinkDemand.UNWANTED_NANOS;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.rtcp.SenderReport;
import weir.rtp.MediaKind;
import weir.testkit.Loops;

import java.util.List;
import java.util.Set;

class LinkDemandTest {
    private static final int HIGH = 1;
    private static final int LOW = 2;
    private static final int AUDIO = 3;
    private static final long SECOND = 1_000_000_000L;

    @AutoClose private static final Loops loops = new Loops(2);

    private final LinkDemand demand = new LinkDemand();
    private final LoopFanOutRef one = loop(0);
    private final LoopFanOutRef other = loop(1);

    @BeforeEach
    void twoEncodingsBegin() {
        demand.onStreams(
                List.of(
                        new RtpStream(MediaKind.VIDEO, HIGH, "h"),
                        new RtpStream(MediaKind.VIDEO, LOW, "l"),
                        new RtpStream(MediaKind.AUDIO, AUDIO, "")),
                0);
    }

    @Test
    void whatNobodyHasWantedForASecondIsPausedOnce() {
        demand.onWanted(one, watching(LOW));

        assertThat(demand.poll(UNWANTED_NANOS - 1)).isEmpty();
        assertThat(demand.poll(UNWANTED_NANOS)).containsExactly(paused(HIGH));
        assertThat(demand.poll(9 * SECOND)).isEmpty();
    }

    @Test
    void whatAnyLoopWantsIsNotPaused() {
        demand.onWanted(one, watching(LOW));
        demand.onWanted(other, watching(HIGH));

        assertThat(demand.poll(9 * SECOND)).isEmpty();
    }

    @Test
    void whatIsWantedAgainIsResumedAtOnce() {
        demand.onWanted(one, watching(LOW));
        demand.poll(SECOND);

        demand.onWanted(other, watching(HIGH));

        assertThat(demand.poll(SECOND + 1)).containsExactly(resumed(HIGH));
    }

    @Test
    void whoAsksForAKeyFrameWantsTheStreamForASecond() {
        demand.onWanted(one, watching(LOW));
        demand.poll(SECOND);

        demand.onKeyFrameRequested(HIGH, 5 * SECOND);

        assertThat(demand.poll(5 * SECOND)).containsExactly(resumed(HIGH));
        assertThat(demand.poll(6 * SECOND - 1)).isEmpty();
        assertThat(demand.poll(6 * SECOND)).containsExactly(paused(HIGH));
    }

    @Test
    void whileNobodyWatchesNothingChanges() {
        assertThat(demand.poll(9 * SECOND)).isEmpty();
        demand.onWanted(one, watching(LOW));
        assertThat(demand.poll(9 * SECOND)).containsExactly(paused(HIGH));

        demand.onWanted(one, new WantedStreams(false, Set.of()));

        assertThat(demand.poll(99 * SECOND)).isEmpty();
    }

    @Test
    void allVideoIsPausedWhileThoseWhoWatchWantNone() {
        demand.onWanted(one, watching());

        assertThat(demand.poll(SECOND)).containsExactly(paused(HIGH), paused(LOW));
    }

    @Test
    void aStreamThatBeginsHasASecondOfItsOwn() {
        demand.onWanted(one, watching(LOW));

        demand.onStreams(List.of(new RtpStream(MediaKind.VIDEO, 9, "h")), 5 * SECOND);

        assertThat(demand.poll(6 * SECOND - 1)).isEmpty();
        assertThat(demand.poll(6 * SECOND)).containsExactly(paused(9));
    }

    @Test
    void theBitRateOfAPausedStreamIsThatOfItsReports() {
        demand.onWanted(one, watching(LOW));
        demand.poll(SECOND);
        assertThat(high()).isEqualTo(new RelayedStream(HIGH, true, -1));

        // The counts wrap at 32 bits.
        demand.onSenderReport(report(HIGH, 0xffff_ffffL, 0xffff_ff00L), 10 * SECOND);
        demand.onSenderReport(report(HIGH, 99, 300_000 - 256), 12 * SECOND);
        assertThat(high().bitrateBps()).isEqualTo((300_000 + 100 * 12) * 8 / 2);

        demand.onSenderReport(report(HIGH, 99, 300_000 - 256), 13 * SECOND);
        assertThat(high().bitrateBps()).isZero();
    }

    @Test
    void reportsThatFollowCloselyOrCountAnewTellNothing() {
        demand.onSenderReport(report(HIGH, 100, 100_000), 0);
        demand.onSenderReport(report(HIGH, 101, 101_000), SECOND / 10);
        assertThat(high().bitrateBps()).isEqualTo(RelayedStream.UNKNOWN);

        demand.onSenderReport(report(HIGH, 1, 1_000), SECOND);
        assertThat(high().bitrateBps()).isEqualTo(RelayedStream.UNKNOWN);

        demand.onSenderReport(report(HIGH, 2, 2_000), 2 * SECOND);
        assertThat(high().bitrateBps()).isEqualTo(8 * 1012);
    }

    @Test
    void onlyReportsOfTheVideoAreOfUse() {
        assertThat(demand.onSenderReport(report(AUDIO, 1, 1), 0)).isFalse();
        assertThat(demand.onSenderReport(report(HIGH, 1, 1), 0)).isTrue();
    }

    private RelayedStream high() {
        return demand.streams().getFirst();
    }

    private static LinkDemand.Change paused(int ssrc) {
        return new LinkDemand.Change(ssrc, true);
    }

    private static LinkDemand.Change resumed(int ssrc) {
        return new LinkDemand.Change(ssrc, false);
    }

    private static WantedStreams watching(Integer... ssrcs) {
        return new WantedStreams(true, Set.of(ssrcs));
    }

    private static SenderReport report(int ssrc, long packets, long octets) {
        return new SenderReport(ssrc, 0, 0, packets, octets, List.of());
    }

    private static LoopFanOutRef loop(int index) {
        return new LoopFanOut(loops.loop(index), new StreamCounters()).ref();
    }
}
