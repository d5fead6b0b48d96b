package weir.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import weir.ice.CandidatePair;
import weir.ice.IceAgent;
import weir.rtcp.CompoundReader;
import weir.rtcp.RtcpPacket;
import weir.rtp.Burst;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpReceiver;
import weir.testkit.CountingAllocator;
import weir.testkit.LossyLink;
import weir.wire.DatagramKind;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;

/// One [Peer] of a [PeerPair] and all that it did.
final class PeerEnd {
    record Timed<T>(T what, long nanos) {}

    /// A packet as it was received.
    record Packet(int ssrc, int payloadType, int sequence, int payloadLength, int burst) {}

    final Peer peer;
    final SrtpKeys keys;
    final List<Timed<PeerOutput>> outputs = new ArrayList<>();
    final List<Packet> packets = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    private final SealedDatagrams sealed = new SealedDatagrams();
    private final CandidatePair pair;
    private final SrtpReceiver tap;
    private final List<Timed<RtcpPacket>> rtcpSent = new ArrayList<>();
    final List<Integer> rtcpLengths = new ArrayList<>();
    final List<List<RtcpPacket>> compounds = new ArrayList<>();
    private int bursts;
    private int rtcpMalformed;

    PeerEnd(
            PeerParameters parameters,
            IceAgent ice,
            CandidatePair pair,
            CountingAllocator counting,
            SrtpKeys keys) {
        this.peer = new Peer(parameters, PeerPair.CONFIG, ice, counting.allocator(), sealed, 0);
        this.pair = pair;
        this.keys = keys;
        this.tap =
                new SrtpReceiver(SrtpEngine.JDK, keys.profile(), keys.localKey(), keys.localSalt());
    }

    /// Takes everything that has arrived as one read.
    void receiveAll(LossyLink link, long nowNanos) {
        for (ByteBuf datagram; (datagram = link.poll(nowNanos)) != null; ) {
            receive(datagram, nowNanos);
        }
    }

    /// @param datagram given
    void receive(ByteBuf datagram, long nowNanos) {
        try {
            peer.handle(datagram, pair, nowNanos);
        } catch (MalformedPacketException broken) {
            refused.add(broken.rule().name());
        } finally {
            datagram.release();
        }
    }

    void drain(LossyLink link, long nowNanos) {
        sealed.sendAll(link, nowNanos);
        for (PeerOutput output; (output = peer.poll(nowNanos)) != null; ) {
            switch (output) {
                case PeerOutput.Transmit(var datagram, _) -> link.send(datagram, nowNanos);
                case PeerOutput.MediaReceived(var burst) -> {
                    try (burst) {
                        record(burst);
                    }
                }
                case PeerOutput.DtlsReceived(var datagram) -> datagram.release();
                case PeerOutput.PathSelected _,
                        PeerOutput.PathUnproven _,
                        PeerOutput.SourceBegun _,
                        PeerOutput.Connected _,
                        PeerOutput.SenderReportReceived _,
                        PeerOutput.KeyFrameRequested _,
                        PeerOutput.PauseRequested _,
                        PeerOutput.RetransmissionRequested _,
                        PeerOutput.ReportDue _,
                        PeerOutput.Closed _ -> {}
            }
            outputs.add(new Timed<>(output, nowNanos));
        }
        sealed.sendAll(link, nowNanos);
    }

    /// What the peer sealed and the link has not got yet.
    private final class SealedDatagrams implements DatagramSink {
        private final ByteBuf memory = Unpooled.buffer();
        private final List<ByteBuf> datagrams = new ArrayList<>();

        @Override
        public ByteBuf begin(int lengthMax) {
            return memory.clear().ensureWritable(lengthMax);
        }

        @Override
        public void end(int index) {
            datagrams.add(memory.copy(index, memory.writerIndex() - index));
        }

        void sendAll(LossyLink link, long nowNanos) {
            for (ByteBuf datagram : datagrams) {
                listen(datagram, nowNanos);
                link.send(datagram, nowNanos);
            }
            datagrams.clear();
        }
    }

    private void listen(ByteBuf datagram, long nowNanos) {
        if (DatagramKind.of(datagram) != DatagramKind.RTCP) {
            return;
        }
        try {
            ByteBuf compound = tap.openRtcp(datagram, UnpooledByteBufAllocator.DEFAULT);
            try {
                rtcpLengths.add(compound.readableBytes());
                List<RtcpPacket> packets = CompoundReader.read(compound);
                compounds.add(packets);
                packets.forEach(it -> rtcpSent.add(new Timed<>(it, nowNanos)));
            } finally {
                compound.release();
            }
        } catch (MalformedPacketException _) {
            // A test that lets a peer send such compounds looks at the other end.
            rtcpMalformed++;
        }
    }

    private void record(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            var packet = burst.get(i);
            packets.add(
                    new Packet(
                            packet.ssrc(),
                            packet.header().payloadType(),
                            packet.sequenceNumber(),
                            packet.payloadLength(),
                            bursts));
        }
        bursts++;
    }

    int rtcpMalformed() {
        return rtcpMalformed;
    }

    int bursts() {
        return bursts;
    }

    List<Integer> sequences(int ssrc) {
        return packets.stream()
                .filter(packet -> packet.ssrc() == ssrc)
                .map(Packet::sequence)
                .toList();
    }

    boolean has(Class<? extends PeerOutput> type) {
        return !all(type).isEmpty();
    }

    <T extends PeerOutput> List<Timed<T>> all(Class<T> type) {
        return only(type, outputs);
    }

    <T extends RtcpPacket> List<Timed<T>> rtcpSent(Class<T> type) {
        return only(type, rtcpSent);
    }

    private static <T> List<Timed<T>> only(Class<T> type, List<? extends Timed<?>> all) {
        List<Timed<T>> found = new ArrayList<>();
        for (Timed<?> each : all) {
            if (type.isInstance(each.what())) {
                found.add(new Timed<>(type.cast(each.what()), each.nanos()));
            }
        }
        return found;
    }
}
