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
/// them, since only the last hop rewrites. It gets every encoding until it pauses those that nobody
/// there watches, and the reports of these too: they tell what it could have. Ends with the
/// publication it was made for. Owned by its session's loop.
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

    /// Key frames are asked for by the other end's viewers: one that came before they can be sent
    /// it would be in vain, and put off the next.
    @Override
    public void onConnected() {
        source.ifPresent(feed -> feed.streams().forEach(this::describe));
    }

    /// The other end takes no packet of an encoding whose name it does not know.
    private void describe(RtpStream stream) {
        if (!stream.rid().isEmpty()) {
            driver.sending().describe(stream.ssrc(), stream.rid());
        }
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
        int asked = 0;
        for (int i = 0; i < burst.size() && driver.isConnected(); i++) {
            RtpPacket packet = burst.get(i).rtp();
            boolean isVideo = packet.format().kind() == MediaKind.VIDEO;
            if (isVideo && packet.ssrc() != asked && wants(packet.ssrc())) {
                asked = packet.ssrc();
                publication.requestKeyFrame(asked);
            }
        }
    }

    @Override
    public boolean wants(int ssrc) {
        return !sequences.isPaused(ssrc);
    }

    private void send(RtpPacket packet) {
        boolean isNew = sequences.isNew(packet.ssrc());
        if (!sequences.accept(packet)) {
            return;
        }
        if (isNew) {
            source.map(feed -> feed.find(packet.ssrc()))
                    .ifPresent(encoding -> describe(encoding.stream()));
        }
        SendingSide sending = driver.sending();
        ByteBuf bytes = packet.bytes();
        ByteBuf chunk = sending.begin(bytes.readableBytes());
        int index = chunk.writerIndex();
        chunk.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        if (sending.sealRelayed(index, packet.header().length()) == 0) {
            counters.onDropped(1);
        }
    }

    @Override
    public void onSenderReport(TimedReport timed) {
        if (driver.isConnected()) {
            String rid =
                    source.map(feed -> feed.find(timed.report().ssrc()))
                            .map(encoding -> encoding.stream().rid())
                            .orElse("");
            driver.sending().relayReport(timed.report(), rid);
        }
    }

    @Override
    public void onKeyFrameRequested(int mediaSsrc) {
        publication.requestKeyFrame(mediaSsrc);
    }

    @Override
    public void onPauseRequested(int mediaSsrc, boolean paused) {
        sequences.pause(mediaSsrc, paused);
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
