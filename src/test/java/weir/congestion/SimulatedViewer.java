package weir.congestion;

import weir.rtcp.TransportFeedback;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/// A sender that uses all it may, a path through a [Bottleneck], and a receiver that sends
/// transport-wide feedback: one run in simulated time.
final class SimulatedViewer {
    static final long TICK_NANOS = 5_000_000;

    private static final int PACKET_BYTES = 1200;
    private static final int FRAMES_PER_SECOND = 30;
    private static final double PACING = 2.5;
    private static final double FRAME_SPREAD = 0.25;

    private final BandwidthEstimator estimator;
    private final Bottleneck bottleneck;
    private final Path path;
    private final RandomGenerator random;
    private final ArrivalLog arrivalLog;
    private final ArrayDeque<Arrival> inFlight = new ArrayDeque<>();
    private final ArrayDeque<Report> reports = new ArrayDeque<>();

    private long appLimitBps = Long.MAX_VALUE;
    private boolean returnPathBroken;
    private long lastArrivalNanos;
    private long frameNanos;
    private double backlogBytes;
    private int sequenceNumber;

    /// @param delayNanos one way, beside the queue
    /// @param jitterNanos at most; does not reorder
    /// @param loss       of packets, at random, behind the bottleneck; and of feedback
    record Path(long delayNanos, long jitterNanos, double loss, Duration feedbackInterval) {
        Path withDelay(long nanos) {
            return new Path(nanos, jitterNanos, loss, feedbackInterval);
        }

        Path withJitter(long nanos) {
            return new Path(delayNanos, nanos, loss, feedbackInterval);
        }

        Path withFeedbackInterval(Duration interval) {
            return new Path(delayNanos, jitterNanos, loss, interval);
        }
    }

    private record Arrival(int sequenceNumber, long nanos) {}

    private record Report(TransportFeedback feedback, long nanos) {}

    SimulatedViewer(
            BandwidthEstimator estimator,
            Bottleneck bottleneck,
            Path path,
            RandomGenerator random) {
        this.estimator = estimator;
        this.bottleneck = bottleneck;
        this.path = path;
        this.random = random;
        this.arrivalLog = new ArrivalLog(new ArrivalLogConfig(path.feedbackInterval(), 8192), 1);
        sequenceNumber = random.nextInt(0x10000);
    }

    /// From now on no more media than this is there to be sent.
    void limitMedia(long bps) {
        appLimitBps = bps;
    }

    /// So much more is there to be sent, as of a key frame.
    void addMedia(int bytes) {
        backlogBytes += bytes;
    }

    /// From now on all feedback is lost, or none.
    void breakReturnPath(boolean broken) {
        returnPathBroken = broken;
    }

    /// One step of 5 ms.
    void tick(long nowNanos) {
        bottleneck.advance(nowNanos - TICK_NANOS, nowNanos);
        receive(nowNanos);
        while (!reports.isEmpty() && reports.peek().nanos <= nowNanos) {
            estimator.onFeedback(reports.poll().feedback, nowNanos);
        }
        send(nowNanos);
    }

    private void send(long nowNanos) {
        double bps = Math.min(estimator.estimateBps(), appLimitBps);
        if (nowNanos >= frameNanos) {
            frameNanos += 1_000_000_000 / FRAMES_PER_SECOND;
            double spread = 1 + FRAME_SPREAD * (2 * random.nextDouble() - 1);
            backlogBytes += bps / 8 / FRAMES_PER_SECOND * spread;
        }
        double budget = PACING * estimator.estimateBps() / 8 * TICK_NANOS / 1e9;
        int padding = estimator.pollProbe(nowNanos);
        boolean sent = false;
        while (backlogBytes >= PACKET_BYTES && budget > 0) {
            transmit(PACKET_BYTES, nowNanos);
            backlogBytes -= PACKET_BYTES;
            budget -= PACKET_BYTES;
            padding -= PACKET_BYTES;
            sent = true;
        }
        while (padding > 0) {
            transmit(PACKET_BYTES, nowNanos);
            padding -= PACKET_BYTES;
            sent = true;
        }
        if (sent) {
            estimator.onFlushed(nowNanos);
        }
    }

    private void transmit(int bytes, long nowNanos) {
        sequenceNumber = sequenceNumber + 1 & 0xffff;
        estimator.onSent(sequenceNumber, bytes);
        long left = bottleneck.send(bytes, nowNanos);
        if (left == Bottleneck.DROPPED || random.nextDouble() < path.loss) {
            return;
        }
        long jitter = (long) (path.jitterNanos * random.nextDouble());
        lastArrivalNanos = Math.max(lastArrivalNanos, left + path.delayNanos + jitter);
        inFlight.add(new Arrival(sequenceNumber, lastArrivalNanos));
    }

    private void receive(long nowNanos) {
        while (!inFlight.isEmpty() && inFlight.peek().nanos <= nowNanos) {
            Arrival arrival = inFlight.poll();
            report(arrival.nanos);
            arrivalLog.onPacket(arrival.sequenceNumber, 2, arrival.nanos);
        }
        report(nowNanos);
    }

    private void report(long nowNanos) {
        TransportFeedback feedback;
        while (arrivalLog.deadlineNanos() <= nowNanos) {
            long due = arrivalLog.deadlineNanos();
            while ((feedback = arrivalLog.poll(due)) != null) {
                if (!returnPathBroken && random.nextDouble() >= path.loss) {
                    reports.add(new Report(feedback, due + path.delayNanos));
                }
            }
        }
    }
}
