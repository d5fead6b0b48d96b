package weir.stream;

import io.netty.buffer.ByteBuf;

import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.forward.SourceLayer;
import weir.peer.CloseReason;
import weir.peer.SendingSide;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;
import weir.transport.MediaSink;
import weir.transport.PeerDriver;

import java.util.List;
import java.util.Optional;

/// Another node that takes one copy of the stream: packets and sender reports as the publisher made
/// them, since only the last hop rewrites. Ends with the publication it was made for. Owned by its
/// session's loop.
public final class LinkSubscriber implements MediaSink, FanOutTarget {
    private final PeerDriver driver;
    private final Membership membership;
    private final StreamCounters counters;
    private final PublicationRef publication;
    private final LinkSequences sequences = new LinkSequences();
    private final RetransmissionBudget budget = new RetransmissionBudget();
    private Optional<SourceFeed> source = Optional.empty();

    /// @param publication the only one whose media goes over this link
    public LinkSubscriber(
            PeerDriver driver, String stream, StreamTableRef streams, PublicationRef publication) {
        this.driver = driver;
        this.publication = publication;
        this.counters = streams.counters();
        this.membership =
                Membership.join(
                        stream, streams, driver, StreamMember.Role.LINK, Optional.empty(), this);
    }

    @Override
    public void onConnected() {
        publication.requestKeyFrame(MediaKind.VIDEO);
    }

    /// Another publisher has another claim: the node at the other end finds it, and dials anew.
    @Override
    public void onSource(SourceFeed begun) {
        source = Optional.of(begun);
        if (begun.publication() != publication) {
            driver.ref().close(CloseReason.REPLACED);
        }
    }

    @Override
    public void onSourceEnded() {
        driver.ref().close(CloseReason.HUNG_UP);
    }

    /// The other end chooses.
    @Override
    public void onLayers(List<SourceLayer> layers, long nowNanos) {}

    @Override
    public void onBurst(MediaBurst burst, long nowNanos) {
        if (!driver.canSend()) {
            counters.onDropped(driver.isConnected() ? burst.size() : 0);
            return;
        }
        for (int i = 0; i < burst.size(); i++) {
            send(burst.get(i).rtp());
        }
    }

    /// Whoever watches there is given the past there.
    @Override
    public void onPast(List<MediaPacket> past, long nowNanos) {}

    /// The other end cannot get it again: only a key frame helps its viewers.
    @Override
    public void onBurstTooOld(MediaBurst burst) {
        if (driver.isConnected()) {
            publication.requestKeyFrame(MediaKind.VIDEO);
        }
    }

    private void send(RtpPacket packet) {
        if (!sequences.accept(packet)) {
            return;
        }
        SendingSide sending = driver.sending();
        ByteBuf bytes = packet.bytes();
        ByteBuf chunk = sending.begin(bytes.readableBytes());
        int index = chunk.writerIndex();
        chunk.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        sending.seal(index, packet.header().length());
    }

    @Override
    public void onSenderReport(TimedReport timed) {
        if (driver.isConnected()) {
            driver.sending().relayReport(timed.report());
        }
    }

    @Override
    public void onKeyFrameRequested(int mediaSsrc) {
        publication.requestKeyFrame(MediaKind.VIDEO);
    }

    @Override
    public void onRetransmissionRequested(int mediaSsrc, int[] sequenceNumbers) {
        if (!driver.canSend() || source.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (int i = 0; i < sequenceNumbers.length && budget.take(now); i++) {
            source.get()
                    .findPacket(mediaSsrc, sequenceNumbers[i])
                    .ifPresent(packet -> send(packet.rtp()));
        }
    }

    @Override
    public void onReportDue() {}

    @Override
    public void onPauseRequested(int mediaSsrc, boolean paused) {}

    @Override
    public void onSourceBegun(MediaKind kind, int ssrc, String rid) {}

    @Override
    public void onBurst(Burst burst) {}

    @Override
    public void onSenderReport(
            MediaKind kind, int clockRate, SenderReport report, long arrivalNanos) {}

    @Override
    public void onWake(long nowNanos) {}

    @Override
    public void onClosed(CloseReason reason) {
        membership.leave();
    }

    @Override
    public void fail(Throwable wrong) {
        driver.fail(wrong);
    }
}
