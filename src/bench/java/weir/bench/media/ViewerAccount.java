package weir.bench.media;

import io.netty.buffer.ByteBuf;

/// Counts what one viewer receives, by clear headers alone. Owned by its loop.
public final class ViewerAccount {
    /// What came since [#begin]. A value.
    ///
    /// @param received     different packets of audio and video
    /// @param lost         gaps in their sequence numbers, without those that we made and did not
    ///                     ask for again
    /// @param other        retransmissions, padding and what is of no known type
    /// @param longestPause nanoseconds between two packets, at most
    public record Totals(
            long received,
            long lost,
            long reordered,
            long duplicates,
            long other,
            long longestPause) {}

    private static final int SOURCES_MAX = 8;
    private static final int NONE = -1;

    private final int audioType;
    private final int videoType;
    private final SourceAccount[] sources = new SourceAccount[SOURCES_MAX];
    private int sourceCount;
    private long other;
    private long dropped;
    private long lastArrivalNanos;
    private long longestPauseNanos;
    private long firstFrameNanos = NONE;

    /// @param audioType payload type of what is counted, negative if there is none
    /// @param videoType likewise
    public ViewerAccount(int audioType, int videoType) {
        this.audioType = audioType;
        this.videoType = videoType;
    }

    /// Counts anew.
    public void begin(long nowNanos) {
        for (int i = 0; i < sourceCount; i++) {
            sources[i].begin();
        }
        other = 0;
        dropped = 0;
        lastArrivalNanos = nowNanos;
        longestPauseNanos = 0;
    }

    /// @param packet lent: one of RTP, from index 0
    /// @return whether it is audio or video, no retransmission, and new
    public boolean onPacket(ByteBuf packet, long nowNanos) {
        int second = packet.getByte(1);
        int type = second & 0x7f;
        SourceAccount source =
                type == videoType || type == audioType ? source(packet.getInt(8)) : null;
        if (source == null) {
            other++;
            return false;
        }
        boolean isNew = source.onPacket(packet.getUnsignedShort(2));
        longestPauseNanos = Math.max(longestPauseNanos, nowNanos - lastArrivalNanos);
        lastArrivalNanos = nowNanos;
        if (firstFrameNanos == NONE && (videoType < 0 || type == videoType && second < 0)) {
            firstFrameNanos = nowNanos;
        }
        return isNew;
    }

    /// A packet was lost on purpose, and nobody will ask for it.
    public void onDropped() {
        dropped++;
    }

    /// A plain search: there are two.
    private SourceAccount source(int ssrc) {
        for (int i = 0; i < sourceCount; i++) {
            if (sources[i].ssrc() == ssrc) {
                return sources[i];
            }
        }
        if (sourceCount == SOURCES_MAX) {
            return null;
        }
        sources[sourceCount] = new SourceAccount(ssrc);
        return sources[sourceCount++];
    }

    public int sourceCount() {
        return sourceCount;
    }

    /// @param index 0 up to [#sourceCount()]
    public SourceAccount sourceAt(int index) {
        return sources[index];
    }

    /// When the first frame was there to its end (without video: the first packet).
    ///
    /// @return negative before
    public long firstFrameNanos() {
        return firstFrameNanos;
    }

    /// Whether nothing has come for so long.
    public boolean isSilentFor(long nanos, long nowNanos) {
        return nowNanos - lastArrivalNanos > nanos;
    }

    /// @param nowNanos silence until now counts as a pause
    public Totals totals(long nowNanos) {
        long received = 0;
        long lost = 0;
        long reordered = 0;
        long duplicates = 0;
        for (int i = 0; i < sourceCount; i++) {
            received += sources[i].received();
            lost += sources[i].lost();
            reordered += sources[i].reordered();
            duplicates += sources[i].duplicates();
        }
        long pause = Math.max(longestPauseNanos, nowNanos - lastArrivalNanos);
        return new Totals(
                received, Math.max(0, lost - dropped), reordered, duplicates, other, pause);
    }
}
