package weir.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import weir.congestion.ArrivalLog;
import weir.congestion.ArrivalLogConfig;
import weir.congestion.BitrateCeiling;
import weir.recovery.ReceptionStatistics;
import weir.rtcp.CompoundWriter;
import weir.rtcp.ReceiverReport;
import weir.rtcp.ReportBlock;
import weir.rtcp.RtcpPacket;
import weir.rtp.RtcpFeedback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a peer is told of the media it sends us: reports, NACK, PLI, transport-wide feedback or
/// REMB. They are behind each other in one compound, a report first, and the CNAME (RFC 3550 §6.1).
/// Where reduced size was agreed on (RFC 5506) each but the reports is a datagram of its own, since
/// FFmpeg reads a NACK only if it is alone. Owned by its [ReceivingSide].
final class FeedbackWriter {
    static final ArrivalLogConfig ARRIVALS = new ArrivalLogConfig(Duration.ofMillis(50), 2048);

    private static final int COMPOUND_LENGTH_MAX = 1200;
    private static final String CNAME = "weir";

    private final int ssrc;
    private final SourceTable sources;
    private final ArrivalLog arrivals;
    private final PauseRequester pauses;
    private final Optional<BitrateCeiling> remb;
    private final boolean reducedSize;
    private boolean reportDue;

    FeedbackWriter(
            int ssrc,
            PeerConfig config,
            List<IncomingMedia> incoming,
            SourceTable sources,
            ArrivalLog arrivals) {
        this.ssrc = ssrc;
        this.sources = sources;
        this.arrivals = arrivals;
        this.pauses = new PauseRequester(ssrc);
        this.remb =
                offers(incoming, RtcpFeedback.REMB)
                        ? Optional.of(new BitrateCeiling(config.bitrate(), ssrc))
                        : Optional.empty();
        // It is meant for all sections of a bundle (RFC 8859); FFmpeg says it of its video alone.
        this.reducedSize = incoming.stream().anyMatch(IncomingMedia::reducedSize);
    }

    private static boolean offers(List<IncomingMedia> incoming, RtcpFeedback feedback) {
        return incoming.stream()
                .flatMap(media -> media.formats().stream())
                .anyMatch(format -> format.feedback().contains(feedback));
    }

    void requestPause(int mediaSsrc, boolean paused, long nowNanos) {
        pauses.request(mediaSsrc, paused, nowNanos);
    }

    void reportDue() {
        reportDue = true;
    }

    /// @param send lent each compound
    void poll(long nowNanos, ByteBufAllocator allocator, Consumer<ByteBuf> send) {
        // Asked after each burst: what has nothing to say must cost nothing.
        while (reportDue || nowNanos >= deadlineNanos()) {
            List<RtcpPacket> due = due(nowNanos);
            if (due.isEmpty() && !reportDue) {
                return;
            }
            sendAll(due, nowNanos, allocator, send);
        }
    }

    private void sendAll(
            List<RtcpPacket> due,
            long nowNanos,
            ByteBufAllocator allocator,
            Consumer<ByteBuf> send) {
        if (reducedSize) {
            if (reportDue) {
                send(blocks(nowNanos), List.of(), 0, allocator, send);
            }
            due.forEach(packet -> sendAlone(packet, allocator, send));
            reportDue = false;
            return;
        }
        List<ReportBlock> blocks = reportDue ? blocks(nowNanos) : List.of();
        reportDue = false;
        int next = send(blocks, due, 0, allocator, send);
        while (next < due.size()) {
            next = send(List.of(), due, next, allocator, send);
        }
    }

    /// Sends one compound, with as many packets as a datagram takes, and one at least.
    ///
    /// @return the first that is still to be sent
    private int send(
            List<ReportBlock> blocks,
            List<RtcpPacket> due,
            int first,
            ByteBufAllocator allocator,
            Consumer<ByteBuf> send) {
        ByteBuf compound = allocator.heapBuffer(COMPOUND_LENGTH_MAX);
        try {
            CompoundWriter writer = new CompoundWriter(compound);
            writer.write(new ReceiverReport(ssrc, blocks));
            writer.write(ReportWriter.cname(ssrc, CNAME));
            int next = first;
            while (next < due.size()) {
                int before = compound.writerIndex();
                writer.write(due.get(next));
                if (next > first && compound.readableBytes() > COMPOUND_LENGTH_MAX) {
                    compound.writerIndex(before);
                    break;
                }
                next++;
            }
            send.accept(compound);
            return next;
        } finally {
            compound.release();
        }
    }

    private static void sendAlone(
            RtcpPacket packet, ByteBufAllocator allocator, Consumer<ByteBuf> send) {
        ByteBuf alone = allocator.heapBuffer(COMPOUND_LENGTH_MAX);
        try {
            new CompoundWriter(alone).write(packet);
            send.accept(alone);
        } finally {
            alone.release();
        }
    }

    private List<RtcpPacket> due(long nowNanos) {
        List<RtcpPacket> due = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            addIfDue(sources.at(i).pollNack(nowNanos), due);
            addIfDue(sources.at(i).pollKeyFrameRequest(nowNanos), due);
        }
        addIfDue(pauses.poll(nowNanos), due);
        addIfDue(arrivals.poll(nowNanos), due);
        if (remb.isPresent() && sources.size() > 0) {
            remb.get().onReceived(totals(), ssrcs(), nowNanos);
            addIfDue(remb.get().poll(nowNanos), due);
        }
        return due;
    }

    private static void addIfDue(RtcpPacket polled, List<RtcpPacket> due) {
        if (polled != null) {
            due.add(polled);
        }
    }

    private BitrateCeiling.Totals totals() {
        long packets = 0;
        long bytes = 0;
        long lost = 0;
        for (int i = 0; i < sources.size(); i++) {
            ReceptionStatistics.Stats source = sources.at(i).reception();
            packets += source.packets();
            bytes += source.bytes();
            lost += source.lost();
        }
        return new BitrateCeiling.Totals(packets, bytes, lost);
    }

    private List<Integer> ssrcs() {
        List<Integer> ssrcs = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            ssrcs.add(sources.at(i).ssrc());
        }
        return ssrcs;
    }

    private List<ReportBlock> blocks(long nowNanos) {
        List<ReportBlock> blocks = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            sources.at(i).reportBlock(nowNanos).ifPresent(blocks::add);
        }
        return blocks;
    }

    long deadlineNanos() {
        long deadline = Math.min(arrivals.deadlineNanos(), pauses.deadlineNanos());
        for (int i = 0; i < sources.size(); i++) {
            deadline = Math.min(deadline, sources.at(i).deadlineNanos());
        }
        return remb.isPresent() ? Math.min(deadline, remb.get().deadlineNanos()) : deadline;
    }
}
