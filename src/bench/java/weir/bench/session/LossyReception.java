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
import java.util.random.RandomGenerator;

/// Loses a share of the video that arrives, asks for it by NACK, and takes what comes again, on the
/// same SSRC or as retransmission (RFC 4588). Owned by the loop.
final class LossyReception {
    private static final long REPORT_NANOS = 1_000_000_000;

    private final double share;
    private final MediaTypes types;
    private final int ssrc;
    private final RandomGenerator random;
    private final ByteBuf header = UnpooledByteBufAllocator.DEFAULT.buffer(16);
    private NackGenerator generator;
    private SequenceUnwrapper unwrapper;
    private int videoSsrc;
    private long nextReportNanos;

    /// @param share of packets to lose, 0..1
    /// @param ssrc  ours, from which NACKs come
    LossyReception(double share, MediaTypes types, int ssrc, RandomGenerator random) {
        this.share = share;
        this.types = types;
        this.ssrc = ssrc;
        this.random = random;
    }

    /// @param packet lent
    /// @return whether the packet is to be counted as it is
    boolean takes(ByteBuf packet, SrtpReceiver receiver, ViewerAccount account, long nowNanos) {
        int type = packet.getByte(1) & 0x7f;
        boolean repairable = type == types.video() || type == types.retransmission();
        if (repairable && random.nextDouble() < share) {
            return false;
        }
        if (type == types.video()) {
            if (generator == null) {
                videoSsrc = packet.getInt(8);
                generator = new NackGenerator(NackConfig.DEFAULT, ssrc, videoSsrc);
                unwrapper = new SequenceUnwrapper();
            }
            received(packet.getUnsignedShort(2), nowNanos);
        } else if (type == types.retransmission() && generator != null) {
            open(packet, receiver, account, nowNanos);
            return false;
        }
        return true;
    }

    private void received(int sequenceNumber, long nowNanos) {
        generator.onPacket(unwrapper.unwrap(sequenceNumber), nowNanos);
    }

    private void open(ByteBuf packet, SrtpReceiver receiver, ViewerAccount account, long nowNanos) {
        try {
            RtpHeader read = RtpHeader.read(packet);
            ByteBuf clear = receiver.openRtp(packet, read, UnpooledByteBufAllocator.DEFAULT);
            if (clear.readableBytes() >= read.length() + 2) {
                int original = clear.getUnsignedShort(read.length());
                header.setByte(0, 0x80).setByte(1, types.video()).setShort(2, original);
                header.setInt(8, videoSsrc);
                account.onPacket(header, nowNanos);
                received(original, nowNanos);
            }
            clear.release();
        } catch (MalformedPacketException _) {
            // Not opened: it will be asked for again.
        }
    }

    List<GenericNack> poll(long nowNanos) {
        List<GenericNack> due = new ArrayList<>();
        if (generator != null) {
            for (GenericNack nack; (nack = generator.poll(nowNanos)) != null; ) {
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
