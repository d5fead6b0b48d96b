package weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import weir.rtp.MediaKind;
import weir.rtp.SequenceUnwrapper;
import weir.testkit.ReceivedRtp;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a viewer's packets of one medium must be, whatever happens to its publisher.
public final class Continuity {
    /// As much as picture and sound may drift apart, and jump at a change of publishers.
    public static final double MILLIS_MAX = 50;

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int NACKS_MAX = 100;

    /// A packet with its sequence number as it does not wrap.
    private record Numbered(long sequence, ReceivedRtp packet) {}

    private Continuity() {}

    /// All pictures and sound that one publisher made since the viewer's first packet have come, or
    /// come when they are asked for, as what was lost on the way does.
    ///
    /// @param nodes by which they come: what one of them came too late with, since the machine was
    ///     so busy, it drops
    public static void assertUnharmed(WebRtcClient viewer, List<NodeProcess> nodes) {
        for (MediaKind kind : MediaKind.values()) {
            Await.until("all of " + kind + " has come", SOON, () -> askForMissing(viewer, kind));
            List<ReceivedRtp> packets = viewer.received(kind);
            assertGapless(packets);
            if (!hasStalled(nodes)) {
                assertNothingLost(packets);
            }
        }
    }

    private static boolean hasStalled(List<NodeProcess> nodes) {
        return nodes.stream().anyMatch(node -> node.metrics().sum("weir_bursts_too_old_total") > 0);
    }

    /// One SSRC, and no number that is missing or came twice.
    public static void assertGapless(List<ReceivedRtp> packets) {
        List<Numbered> sorted = sorted(packets);
        assertThat(packets).isNotEmpty();
        assertThat(packets).extracting(ReceivedRtp::ssrc).containsOnly(packets.getFirst().ssrc());
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i).sequence())
                    .as("sequence number %d of %d", i, sorted.size())
                    .isEqualTo(sorted.get(i - 1).sequence() + 1);
        }
    }

    /// The 16-bit numbers between the first and the last that have not come.
    public static List<Integer> missing(List<ReceivedRtp> packets) {
        List<Numbered> sorted = sorted(packets);
        List<Integer> missing = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            for (long lost = sorted.get(i - 1).sequence() + 1;
                    lost < sorted.get(i).sequence();
                    lost++) {
                missing.add((int) lost & 0xffff);
            }
        }
        return missing;
    }

    /// Asks for what has not come, as a browser does.
    ///
    /// @return whether everything has
    public static boolean askForMissing(WebRtcClient viewer, MediaKind kind) {
        List<Integer> missing = missing(viewer.received(kind));
        if (!missing.isEmpty()) {
            int count = Math.min(NACKS_MAX, missing.size());
            viewer.nack(viewer.ssrc(kind), missing.subList(0, count));
        }
        return missing.isEmpty();
    }

    /// Every packet that one publisher made since the first one that came did come, in order of its
    /// sequence numbers.
    public static void assertNothingLost(List<ReceivedRtp> packets) {
        List<Numbered> sorted = sorted(packets);
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i).packet().number())
                    .as("publisher's number %d of %d", i, sorted.size())
                    .isEqualTo(sorted.get(i - 1).packet().number() + 1);
        }
    }

    /// From packet to packet the timestamp advances as the time did, and never goes back. When the
    /// first packet of a publisher was on its way for long, nobody can know that it was made
    /// earlier: all that it sends is placed late by as much, which the next publisher makes good.
    public static void assertAdvancesByWallTime(List<ReceivedRtp> packets, int clockRate) {
        List<Numbered> sorted = sorted(packets);
        double late = lateMillis(sorted.getFirst().packet());
        for (int i = 1; i < sorted.size(); i++) {
            ReceivedRtp before = sorted.get(i - 1).packet();
            ReceivedRtp after = sorted.get(i).packet();
            double advanced = (after.timestamp() - before.timestamp()) * 1e3 / clockRate;
            double made = (after.captureNanos() - before.captureNanos()) / 1e6;
            double came = (after.arrivalNanos() - before.arrivalNanos()) / 1e6;
            boolean other = after.number() != before.number() + 1;
            double lateBefore = other ? late : 0;
            late = other ? lateMillis(after) : late;
            double least = Math.min(made, came) - lateBefore;
            double most = Math.max(made, came) + (other ? late : 0);
            assertThat(advanced).as("timestamp at %d of %d", i, sorted.size()).isNotNegative();
            assertThat(advanced)
                    .as("advance at %d of %d: made %f, came %f ms", i, sorted.size(), made, came)
                    .isBetween(least - MILLIS_MAX, most + MILLIS_MAX);
        }
    }

    private static double lateMillis(ReceivedRtp packet) {
        return (packet.arrivalNanos() - packet.captureNanos()) / 1e6;
    }

    private static List<Numbered> sorted(List<ReceivedRtp> packets) {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        List<Numbered> numbered = new ArrayList<>();
        for (ReceivedRtp packet : packets) {
            numbered.add(new Numbered(unwrapper.unwrap(packet.sequenceNumber()), packet));
        }
        numbered.sort(Comparator.comparingLong(Numbered::sequence));
        return numbered;
    }
}
