package weir.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

import weir.ice.CandidatePair;
import weir.rtcp.CompoundWriter;
import weir.rtcp.NtpTime;
import weir.rtcp.SenderReport;
import weir.rtcp.SourceDescription;
import weir.srtp.SrtpSender;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// What a [Peer] sends: packets sealed one behind the other in one chunk, and cut into runs of
/// equal size,
/// so that each run is one GSO send. Owned by the peer's loop.
public final class SendingSide {
    /// What the pooled allocator keeps in its per-thread cache; a P frame's worth of packets.
    private static final int CHUNK_CAPACITY = 16 * 1024;
    private static final int RUN_BYTES_MAX = 65_000;
    /// What Linux takes in one UDP_SEGMENT send (UDP_MAX_SEGMENTS was 64 before 6.9).
    private static final int RUN_SEGMENTS_MAX = 64;
    /// Tag, SRTCP index, and room to spare.
    private static final int OVERHEAD_MAX = 32;
    private static final int RTCP_LENGTH_MAX = 1400;

    private final List<OutgoingMedia> media;
    private final ReceptionReports reports;
    private final long unixOffsetNanos;
    private final ByteBufAllocator allocator;
    private final ArrayDeque<PeerOutput> outputs;
    private final ArrayDeque<ByteBuf> runs = new ArrayDeque<>();
    private final ArrayDeque<Integer> runSegmentSizes = new ArrayDeque<>();
    private Optional<SrtpSender> sealer = Optional.empty();
    private ByteBuf chunk = Unpooled.EMPTY_BUFFER;
    private int runStart;
    private int runSegments;
    private int runSegmentSize;
    private long packetsSent;
    private long bytesSent;

    SendingSide(
            List<OutgoingMedia> media,
            long unixOffsetNanos,
            ByteBufAllocator allocator,
            ArrayDeque<PeerOutput> outputs) {
        this.media = media;
        this.reports = new ReceptionReports(media);
        this.unixOffsetNanos = unixOffsetNanos;
        this.allocator = allocator;
        this.outputs = outputs;
    }

    void onKeys(SrtpSender sender) {
        sealer = Optional.of(sender);
    }

    public List<OutgoingMedia> media() {
        return media;
    }

    boolean isEmpty() {
        return media.isEmpty();
    }

    /// The SSRC under which this peer reports on what it receives; 1 where it sends nothing, as
    /// browsers do.
    int reportingSsrc() {
        return media.isEmpty() ? 1 : media.getFirst().ssrc();
    }

    /// Room for one packet at the writer index of the buffer given: write it there, and [#seal] it
    /// before
    /// anything else is called. Only after [Peer#isConnected()].
    ///
    /// @param lengthMax bytes of the packet in the clear
    /// @return lent
    public ByteBuf begin(int lengthMax) {
        int room = lengthMax + OVERHEAD_MAX;
        if (chunk.writableBytes() < room) {
            endRun();
            releaseChunk();
            chunk = allocator.directBuffer(Math.max(CHUNK_CAPACITY, room));
        }
        return chunk;
    }

    /// Seals the packet that was written since [#begin].
    ///
    /// @param index        where in the buffer it begins
    /// @param headerLength bytes of the RTP header, which stays in the clear
    public void seal(int index, int headerLength) {
        int length = chunk.writerIndex() - index;
        int sealed = sealer.orElseThrow().sealRtp(chunk, index, headerLength, length);
        chunk.writerIndex(index + sealed);
        addToRun(index, sealed);
        packetsSent++;
        bytesSent += sealed;
    }

    private void addToRun(int index, int length) {
        boolean fits =
                runSegments > 0
                        && length <= runSegmentSize
                        && runSegments < RUN_SEGMENTS_MAX
                        && index + length - runStart <= RUN_BYTES_MAX;
        if (!fits) {
            endRunAt(index);
            runStart = index;
            runSegmentSize = length;
        }
        runSegments++;
        if (length < runSegmentSize) {
            endRun();
        }
    }

    private void endRun() {
        endRunAt(chunk.writerIndex());
        runStart = chunk.writerIndex();
    }

    private void endRunAt(int end) {
        if (runSegments > 0) {
            runs.add(chunk.retainedSlice(runStart, end - runStart));
            runSegmentSizes.add(runSegmentSize);
            runSegments = 0;
        }
    }

    /// Hands what was sealed to the driver.
    void flush(CandidatePair pair) {
        endRun();
        for (ByteBuf run; (run = runs.poll()) != null; ) {
            outputs.add(new PeerOutput.Transmit(run, runSegmentSizes.remove(), pair));
        }
        releaseChunk();
    }

    /// A peer that waits holds no buffer; the next burst takes one from the pool.
    private void releaseChunk() {
        chunk.release();
        chunk = Unpooled.EMPTY_BUFFER;
        runStart = 0;
    }

    /// A sender report and the CNAME for one medium, sealed behind what [#begin] wrote before it.
    ///
    /// @param nowNanos     the time that `rtpTimestamp` stands for
    /// @param packets      sent since the start, as RFC 3550 §6.4.1 counts them
    /// @param octets       of payload sent since the start
    public void sendReport(
            OutgoingMedia of, long nowNanos, int rtpTimestamp, long packets, long octets) {
        sendReport(
                new SenderReport(
                        of.ssrc(),
                        NtpTime.ofUnixNanos(unixOffsetNanos + nowNanos),
                        rtpTimestamp,
                        packets,
                        octets,
                        List.of()),
                of.cname());
    }

    /// Hands a publisher's report on to a node that gets its packets as they are.
    public void relayReport(SenderReport report) {
        SenderReport alone =
                new SenderReport(
                        report.ssrc(),
                        report.ntp(),
                        report.rtpTimestamp(),
                        report.packetCount(),
                        report.octetCount(),
                        List.of());
        sendReport(alone, media.getFirst().cname());
    }

    private void sendReport(SenderReport report, String cname) {
        ByteBuf compound = allocator.heapBuffer(RTCP_LENGTH_MAX);
        try {
            CompoundWriter writer = new CompoundWriter(compound);
            writer.write(report);
            writer.write(cname(report.ssrc(), cname));
            sealRtcp(compound);
        } finally {
            compound.release();
        }
    }

    static SourceDescription cname(int ssrc, String cname) {
        return new SourceDescription(List.of(new SourceDescription.Chunk(ssrc, cname)));
    }

    /// @param compound lent
    void sendRtcp(ByteBuf compound, CandidatePair pair) {
        sealRtcp(compound);
        flush(pair);
    }

    private void sealRtcp(ByteBuf compound) {
        int length = compound.readableBytes();
        ByteBuf into = begin(length);
        int index = into.writerIndex();
        into.writeBytes(compound, compound.readerIndex(), length);
        int sealed = sealer.orElseThrow().sealRtcp(into, index, length);
        into.writerIndex(index + sealed);
        addToRun(index, sealed);
    }

    /// Where what the peer says of its reception is kept.
    ReceptionReports reports() {
        return reports;
    }

    public SendingStats stats() {
        return reports.stats(packetsSent, bytesSent);
    }

    public long bytesSent() {
        return bytesSent;
    }

    void close() {
        runs.forEach(ByteBuf::release);
        runs.clear();
        runSegments = 0;
        releaseChunk();
        sealer.ifPresent(SrtpSender::close);
        sealer = Optional.empty();
    }
}
