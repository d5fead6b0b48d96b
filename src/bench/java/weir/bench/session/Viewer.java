package weir.bench.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

import weir.bench.media.DelayAccount;
import weir.bench.media.PacketStamp;
import weir.bench.media.SourceAccount;
import weir.bench.media.ViewerAccount;
import weir.rtcp.ReceiverReport;
import weir.rtcp.ReportBlock;
import weir.rtcp.RtcpPacket;
import weir.rtcp.SourceDescription;
import weir.rtp.RtpHeader;
import weir.srtp.SrtpReceiver;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Watches one stream: counts all packets by their headers, and as one of the sample also opens
/// them and reads their stamps. Sends a receiver report each second. Owned by the loop.
final class Viewer implements MediaListener {
    private final int ssrc;
    private final ViewerAccount account;
    private final Optional<DelayAccount> delays;
    private final Optional<LossyReception> lossy;
    private MediaLink link;
    private long unopened;

    /// @param ssrc   ours, of reports
    /// @param delays where a viewer of the sample records, else empty
    /// @param lossy  loses packets on purpose and asks for them again, else empty
    Viewer(
            int ssrc,
            ViewerAccount account,
            Optional<DelayAccount> delays,
            Optional<LossyReception> lossy) {
        this.ssrc = ssrc;
        this.account = account;
        this.delays = delays;
        this.lossy = lossy;
    }

    ViewerAccount account() {
        return account;
    }

    /// Packets of the sample that could not be opened.
    long unopened() {
        return unopened;
    }

    @Override
    public void onConnected(MediaLink connected) {
        link = connected;
    }

    @Override
    public void onRtp(ByteBuf packet, SrtpReceiver receiver, long nowNanos) {
        if (lossy.isPresent() && !lossy.get().takes(packet, receiver, account, nowNanos)) {
            return;
        }
        if (account.onPacket(packet, nowNanos) && delays.isPresent()) {
            readStamp(packet, receiver, delays.get(), nowNanos);
        }
    }

    private void readStamp(
            ByteBuf packet, SrtpReceiver receiver, DelayAccount account, long nowNanos) {
        try {
            RtpHeader header = RtpHeader.read(packet);
            ByteBuf clear = receiver.openRtp(packet, header, UnpooledByteBufAllocator.DEFAULT);
            if (clear.readableBytes() >= header.length() + PacketStamp.LENGTH) {
                long delayNanos = nowNanos - PacketStamp.intendedNanos(clear);
                account.record(delayNanos, PacketStamp.isOfKeyFrame(clear));
            }
            clear.release();
        } catch (MalformedPacketException _) {
            unopened++;
        }
    }

    @Override
    public void onRtcp(ByteBuf compound, long nowNanos) {
        // Sender reports: there is nothing to play.
    }

    @Override
    public boolean isHurried() {
        return lossy.isPresent();
    }

    @Override
    public void onTick(long nowNanos) {
        if (lossy.isPresent()) {
            lossy.get().poll(nowNanos).forEach(nack -> link.sendRtcp(List.of(report(), nack)));
            if (!lossy.get().isReportDue(nowNanos)) {
                return;
            }
        }
        RtcpPacket description =
                new SourceDescription(List.of(new SourceDescription.Chunk(ssrc, "bench")));
        link.sendRtcp(List.of(report(), description));
    }

    /// Lost packets are not told by interval: no server under test regulates by them.
    private ReceiverReport report() {
        List<ReportBlock> blocks = new ArrayList<>();
        for (int i = 0; i < account.sourceCount(); i++) {
            SourceAccount source = account.sourceAt(i);
            int lost = (int) Math.min(source.lost(), 0x7fffff);
            blocks.add(new ReportBlock(source.ssrc(), 0, lost, source.highest(), 0, 0, 0));
        }
        return new ReceiverReport(ssrc, blocks);
    }
}
