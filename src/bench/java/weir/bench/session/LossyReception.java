package weir.bench.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

import weir.bench.media.ViewerAccount;
import weir.recovery.NackConfig;
import weir.recovery.NackGenerator;
import weir.rtcp.GenericNack;
import weir.rtp.RtpHeader;
import weir.rtp.SequenceUnwrapper;
import weir.srtp.SrtpReceiver;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Loses a share of the audio and video that arrives, asks for it by NACK where that is agreed, and
/// takes what comes again, on the same SSRC or as retransmission (RFC 4588). Owned by the loop.
final class LossyReception {
    private static final long REPORT_NANOS = 1_000_000_000;

    private final double share;
    private final MediaTypes types;
    private final boolean audioRepaired;
    private final int ssrc;
    private final RandomGenerator random;
    private final ByteBuf header = UnpooledByteBufAllocator.DEFAULT.buffer(16);
    private final List<Repair> repairs = new ArrayList<>();
    private long nextReportNanos;

    /// What is missing of one source.
    private static final class Repair {
        private final int type;
        private final int mediaSsrc;
        private final NackGenerator generator;
        private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();

        private Repair(int type, int mediaSsrc, int ssrc) {
            this.type = type;
            this.mediaSsrc = mediaSsrc;
            this.generator = new NackGenerator(NackConfig.DEFAULT, ssrc, mediaSsrc);
        }

        private void received(int sequenceNumber, long nowNanos) {
            generator.onPacket(unwrapper.unwrap(sequenceNumber), nowNanos);
        }
    }

    /// @param share         of packets to lose, 0..1
    /// @param audioRepaired whether the server takes NACKs for audio
    /// @param ssrc          ours, from which NACKs come
    LossyReception(
            double share,
            MediaTypes types,
            boolean audioRepaired,
            int ssrc,
            RandomGenerator random) {
        this.share = share;
        this.types = types;
        this.audioRepaired = audioRepaired;
        this.ssrc = ssrc;
        this.random = random;
    }

    /// @param packet lent
    /// @return whether the packet is to be counted as it is
    boolean takes(ByteBuf packet, SrtpReceiver receiver, ViewerAccount account, long nowNanos) {
        int type = packet.getByte(1) & 0x7f;
        boolean isRepaired = type == types.video() || type == types.audio() && audioRepaired;
        boolean isRetransmission = type == types.retransmission();
        boolean isMedia = isRepaired || type == types.audio() || isRetransmission;
        if (isMedia && random.nextDouble() < share) {
            if (!isRepaired && !isRetransmission) {
                account.onDropped();
            }
            return false;
        }
        if (isRepaired) {
            repair(type, packet.getInt(8)).received(packet.getUnsignedShort(2), nowNanos);
        } else if (isRetransmission) {
            find(types.video())
                    .ifPresent(video -> open(video, packet, receiver, account, nowNanos));
            return false;
        }
        return true;
    }

    private Repair repair(int type, int mediaSsrc) {
        return find(type)
                .orElseGet(
                        () -> {
                            repairs.add(new Repair(type, mediaSsrc, ssrc));
                            return repairs.getLast();
                        });
    }

    private Optional<Repair> find(int type) {
        return repairs.stream().filter(each -> each.type == type).findFirst();
    }

    private void open(
            Repair video,
            ByteBuf packet,
            SrtpReceiver receiver,
            ViewerAccount account,
            long nowNanos) {
        try {
            RtpHeader read = RtpHeader.read(packet);
            ByteBuf clear = receiver.openRtp(packet, read, UnpooledByteBufAllocator.DEFAULT);
            if (clear.readableBytes() >= read.length() + 2) {
                int original = clear.getUnsignedShort(read.length());
                header.setByte(0, 0x80).setByte(1, types.video()).setShort(2, original);
                header.setInt(8, video.mediaSsrc);
                account.onPacket(header, nowNanos);
                video.received(original, nowNanos);
            }
            clear.release();
        } catch (MalformedPacketException _) {
            // Not opened: it will be asked for again.
        }
    }

    List<GenericNack> poll(long nowNanos) {
        List<GenericNack> due = new ArrayList<>();
        for (Repair repair : repairs) {
            for (GenericNack nack; (nack = repair.generator.poll(nowNanos)) != null; ) {
                due.add(nack);
            }
        }
        return due;
    }

    boolean isReportDue(long nowNanos) {
        if (nowNanos < nextReportNanos) {
            return false;
        }
        nextReportNanos = nowNanos + REPORT_NANOS;
        return true;
    }
}
