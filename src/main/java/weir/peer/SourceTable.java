package weir.peer;

import weir.rtp.MediaKind;
import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.List;

/// The sources of one peer by SSRC: a handful, so that walking them beats hashing. Owned by its
/// [ReceivingSide].
final class SourceTable {
    private static final int SOURCES_MAX = 16;

    private final int reportingSsrc;
    private final PeerConfig config;
    private final Source[] sources = new Source[SOURCES_MAX];
    private final Source[] newest = new Source[MediaKind.values().length];
    private final boolean[] keyFrameWanted = new boolean[MediaKind.values().length];
    private int size;

    SourceTable(int reportingSsrc, PeerConfig config) {
        this.reportingSsrc = reportingSsrc;
        this.config = config;
    }

    /// Whether the medium is sent with an SSRC of the offer already, and this one is not of them.
    boolean isStray(int ssrc, IncomingMedia media) {
        List<Integer> offered = media.ssrcs();
        return !offered.contains(ssrc) && offered.stream().anyMatch(each -> find(each) != null);
    }

    /// Takes a source that is not there yet; it is its kind's newest.
    ///
    /// @throws MalformedPacketException if there are too many
    Source add(int ssrc, IncomingMedia media, long nowNanos) throws MalformedPacketException {
        if (size == SOURCES_MAX) {
            throw new MalformedPacketException(PeerRule.SSRC_LIMIT);
        }
        Source source = new Source(ssrc, reportingSsrc, media, config);
        sources[size++] = source;
        becomeNewest(source, media.kind().ordinal(), nowNanos);
        return source;
    }

    /// What its predecessor was asked for is asked of this one.
    private void becomeNewest(Source source, int kind, long nowNanos) {
        boolean awaited = newest[kind] != null && newest[kind].onReplaced();
        newest[kind] = source;
        if (awaited || keyFrameWanted[kind]) {
            keyFrameWanted[kind] = false;
            source.requestKeyFrame(nowNanos);
        }
    }

    /// Asks the newest source of a kind, or the first when it comes.
    void requestKeyFrame(MediaKind kind, long nowNanos) {
        Source source = newest(kind);
        if (source == null) {
            keyFrameWanted[kind.ordinal()] = true;
        } else {
            source.requestKeyFrame(nowNanos);
        }
    }

    /// @return null if there is none: on the path of packets
    Source find(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (sources[i].ssrc() == ssrc) {
                return sources[i];
            }
        }
        return null;
    }

    /// @return null if none was seen: on the path of packets
    Source newest(MediaKind kind) {
        return newest[kind.ordinal()];
    }

    int size() {
        return size;
    }

    Source at(int index) {
        return sources[index];
    }

    List<SourceStats> stats() {
        return Arrays.stream(sources, 0, size).map(Source::stats).toList();
    }
}
