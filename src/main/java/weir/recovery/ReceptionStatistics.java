package weir.recovery;

import weir.rtcp.NtpTime;
import weir.rtcp.ReportBlock;
import weir.rtcp.SenderReport;

import java.util.Optional;

/// Counts what is received of one SSRC, and reports it (RFC 3550 §6.4.1, A.1, A.3, A.8).
///
/// Without the probation of A.1: DTLS-SRTP has told the source from noise. Owned by the loop of its
/// session.
public final class ReceptionStatistics {
    private static final int SEQUENCE_MODULUS = 0x10000;
    private static final int DROPOUT_MAX = 3000;
    private static final int MISORDER_MAX = 100;
    private static final int LOST_MIN = -0x80_0000;
    private static final int LOST_MAX = 0x7f_ffff;
    private static final int NONE = -1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// @param packets received, whatever their number
    /// @param bytes   of them, as told to [#onPacket]
    /// @param lost    expected less received, since the sender's numbers last started anew; below 0
    ///                when duplicates came
    public record Stats(long packets, long bytes, long lost, long jitterNanos) {}

    private final int ssrc;
    private final int clockRate;

    private int base;
    private int highest = NONE;
    private long cycles;
    private int restart = NONE;
    private long received;
    private long expectedPrior;
    private long receivedPrior;

    private boolean transitKnown;
    private int transit;
    // In sixteenths of a tick, as A.8 keeps it.
    private long jitter16;

    private int lastSenderReport;
    private long senderReportNanos;

    private long packets;
    private long bytes;
    private boolean heard;

    /// @param ssrc      of the source
    /// @param clockRate of its timestamps, positive
    public ReceptionStatistics(int ssrc, int clockRate) {
        this.ssrc = ssrc;
        this.clockRate = clockRate;
    }

    /// @param sequenceNumber 0..65535
    /// @param length         bytes to count
    public void onPacket(int sequenceNumber, int timestamp, int length, long arrivalNanos) {
        packets++;
        bytes += length;
        if (highest == NONE) {
            start(sequenceNumber);
        } else if (!advance(sequenceNumber)) {
            return;
        }
        received++;
        heard = true;
        measureJitter(ticks(arrivalNanos) - timestamp);
    }

    /// The sender leaves packets out on purpose: what is lost is counted anew from the next packet.
    public void restart() {
        highest = NONE;
        received = 0;
        receivedPrior = 0;
        expectedPrior = 0;
        heard = false;
    }

    private void start(int sequenceNumber) {
        base = sequenceNumber;
        highest = sequenceNumber;
        cycles = 0;
        restart = NONE;
        received = 0;
        receivedPrior = 0;
        expectedPrior = 0;
        transitKnown = false;
    }

    /// @return false for a jump that only the packet after it can confirm (A.1)
    private boolean advance(int sequenceNumber) {
        int step = sequenceNumber - highest & 0xffff;
        if (step < DROPOUT_MAX) {
            if (sequenceNumber < highest) {
                cycles += SEQUENCE_MODULUS;
            }
            highest = sequenceNumber;
        } else if (step <= SEQUENCE_MODULUS - MISORDER_MAX) {
            if (sequenceNumber != restart) {
                restart = sequenceNumber + 1 & 0xffff;
                return false;
            }
            start(sequenceNumber);
        }
        return true;
    }

    private void measureJitter(int newTransit) {
        if (transitKnown) {
            jitter16 += Math.abs((long) (newTransit - transit)) - (jitter16 + 8 >> 4);
        }
        transit = newTransit;
        transitKnown = true;
    }

    /// Only the lower 32 bits matter: timestamps wrap.
    private int ticks(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
        return (int) (seconds * clockRate + rest * clockRate / NANOS_PER_SECOND);
    }

    /// @param report of this source
    public void onSenderReport(SenderReport report, long nowNanos) {
        lastSenderReport = NtpTime.shortFormat(report.ntp());
        senderReportNanos = nowNanos;
    }

    /// What to tell the source now; the fraction lost begins anew.
    ///
    /// @return empty if nothing was heard since the last (RFC 3550 §6.4: then no block is sent)
    public Optional<ReportBlock> reportBlock(long nowNanos) {
        if (!heard) {
            return Optional.empty();
        }
        heard = false;
        long delay = lastSenderReport == 0 ? 0 : NtpTime.shortOfNanos(nowNanos - senderReportNanos);
        return Optional.of(
                new ReportBlock(
                        ssrc,
                        fractionLost(),
                        Math.clamp(lost(), LOST_MIN, LOST_MAX),
                        cycles + highest & 0xffff_ffffL,
                        jitter16 >> 4,
                        lastSenderReport,
                        delay));
    }

    private int fractionLost() {
        long expectedSince = expected() - expectedPrior;
        long lostSince = expectedSince - (received - receivedPrior);
        expectedPrior = expected();
        receivedPrior = received;
        if (expectedSince <= 0 || lostSince <= 0) {
            return 0;
        }
        return (int) Math.min(255, (lostSince << 8) / expectedSince);
    }

    private long expected() {
        return highest == NONE ? 0 : cycles + highest - base + 1;
    }

    private long lost() {
        return expected() - received;
    }

    public Stats stats() {
        long jitterNanos = (jitter16 >> 4) * NANOS_PER_SECOND / clockRate;
        return new Stats(packets, bytes, lost(), jitterNanos);
    }
}
