package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.rtcp.TransportFeedback;

class ReportedArrivalsTest {
    private static final int REFERENCE_MAX = 0xff_ffff;

    private final ReportedArrivals arrivals = new ReportedArrivals();

    @Test
    void readsEachStatusWithItsNumberAcrossTheWrap() {
        arrivals.begin(feedback(65535, 2, 0, new int[] {4, TransportFeedback.NOT_RECEIVED, 8}));

        assertThat(arrivals.next()).isTrue();
        assertThat(arrivals.sequenceNumber()).isEqualTo(65535);
        assertThat(arrivals.isReceived()).isTrue();
        assertThat(arrivals.arrivalNanos()).isEqualTo(129_000_000);
        assertThat(arrivals.next()).isTrue();
        assertThat(arrivals.sequenceNumber()).isEqualTo(0);
        assertThat(arrivals.isReceived()).isFalse();
        assertThat(arrivals.next()).isTrue();
        assertThat(arrivals.sequenceNumber()).isEqualTo(1);
        assertThat(arrivals.arrivalNanos()).isEqualTo(130_000_000);
        assertThat(arrivals.next()).isFalse();
    }

    @Test
    void goesOnWhereTheReferenceTimeWraps() {
        long before = first(feedback(1, REFERENCE_MAX, 0, new int[] {0}));
        long after = first(feedback(2, 0, 1, new int[] {0}));
        long late = first(feedback(0, REFERENCE_MAX - 1, 2, new int[] {0}));
        long next = first(feedback(3, 1, 3, new int[] {0}));

        assertThat(after - before).isEqualTo(64_000_000);
        assertThat(late - before).isEqualTo(-64_000_000);
        assertThat(next - before).isEqualTo(128_000_000);
    }

    @Test
    void seesThatFeedbackWasLostAndThatItsCountWraps() {
        first(feedback(1, 1, 254, new int[] {0}));
        assertThat(arrivals.isGap()).isFalse();
        first(feedback(2, 1, 255, new int[] {0}));
        assertThat(arrivals.isGap()).isFalse();
        first(feedback(3, 1, 0, new int[] {0}));
        assertThat(arrivals.isGap()).isFalse();

        first(feedback(4, 1, 2, new int[] {0}));

        assertThat(arrivals.isGap()).isTrue();
    }

    private long first(TransportFeedback feedback) {
        arrivals.begin(feedback);
        arrivals.next();
        return arrivals.arrivalNanos();
    }

    private static TransportFeedback feedback(int base, int reference, int count, int[] ticks) {
        return new TransportFeedback(1, 2, base, reference, count, ticks);
    }
}
