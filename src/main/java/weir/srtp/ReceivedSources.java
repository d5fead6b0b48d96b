package weir.srtp;

import weir.wire.MalformedPacketException;

/// The replay windows of all SSRCs that a receiver heard of, for RTP or for RTCP. Owned by it.
///
/// An SSRC is remembered only once a packet of it was authentic, so that nobody without the key
/// fills the table. It is never forgotten: a window that came back empty would let everything be
/// replayed.
final class ReceivedSources {
    /// SSRCs of one peer. A publisher with three layers, their retransmissions and audio has seven.
    static final int SSRCS_MAX = 64;

    private final int windowLength;
    private final SrtpRule tooOld;
    private final SrtpRule replayed;
    private final SrtpRule limit;
    private final SsrcSlots slots = new SsrcSlots(SSRCS_MAX);
    private final ReplayWindow[] windows = new ReplayWindow[SSRCS_MAX];
    private ReplayWindow unheard;

    /// @param windowLength see [ReplayWindow#ReplayWindow(int)]
    /// @param tooOld       what to call a packet below its window
    /// @param replayed     what to call a packet that was there before
    /// @param limit        what to call a packet of one SSRC too many
    ReceivedSources(int windowLength, SrtpRule tooOld, SrtpRule replayed, SrtpRule limit) {
        this.windowLength = windowLength;
        this.tooOld = tooOld;
        this.replayed = replayed;
        this.limit = limit;
        unheard = new ReplayWindow(windowLength);
    }

    /// The window of an SSRC; an empty one, not yet its own, if nothing authentic came from it.
    ReplayWindow windowOf(int ssrc) throws MalformedPacketException {
        int slot = slots.find(ssrc);
        if (slot != SsrcSlots.NONE) {
            return windows[slot];
        }
        SrtpRule.require(!slots.isFull(), limit);
        return unheard;
    }

    void requireNew(ReplayWindow window, long index) throws MalformedPacketException {
        SrtpRule.require(!window.isTooOld(index), tooOld);
        SrtpRule.require(!window.isReplayed(index), replayed);
    }

    /// Notes an authentic packet.
    ///
    /// @param window as [#windowOf(int)] gave it for this SSRC
    void accept(int ssrc, ReplayWindow window, long index) {
        if (window == unheard) {
            windows[slots.add(ssrc)] = window;
            unheard = new ReplayWindow(windowLength);
        }
        window.accept(index);
    }
}
