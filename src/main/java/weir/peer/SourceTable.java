package weir.peer;

import weir.rtp.MediaKind;
import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.List;

/// The sources of one peer by SSRC: a handful, so that walking them beats hashing. Of each kind and
/// RID one is current, the newest; those before it are kept while there is room. Owned by its
/// [ReceivingSide].
final class SourceTable {
    private static final int SOURCES_MAX = 16;

    private final int reportingSsrc;
    private final PeerConfig config;
    private final Source[] sources = new Source[SOURCES_MAX];
    private final Source[] newest = new Source[MediaKind.values().length];
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

    /// Takes a source that is not there yet; it takes the place of the one before of its kind and
    /// RID.
    ///
    /// @param rid of its encoding, empty without simulcast
    /// @throws MalformedPacketException if there are too many that were not replaced
    Source add(int ssrc, IncomingMedia media, String rid, long nowNanos)
            throws MalformedPacketException {
        Source before = current(media.kind(), rid);
        if (size == SOURCES_MAX) {
            evict(before);
        }
        Source source = new Source(ssrc, reportingSsrc, media, rid, config, nowNanos);
        sources[size++] = source;
        newest[media.kind().ordinal()] = source;
        takeOver(before, source, nowNanos);
        return source;
    }

    /// Makes room: of those that are replaced, or are about to be, the one that was silent longest
    /// goes.
    ///
    /// @param leaving about to be replaced, may be null
    private void evict(Source leaving) throws MalformedPacketException {
        int oldest = -1;
        for (int i = 0; i < size; i++) {
            boolean gone = sources[i].isReplaced() || sources[i] == leaving;
            if (gone && (oldest < 0 || sources[i].heardNanos() < sources[oldest].heardNanos())) {
                oldest = i;
            }
        }
        if (oldest < 0) {
            throw new MalformedPacketException(PeerRule.SSRC_LIMIT);
        }
        size--;
        System.arraycopy(sources, oldest + 1, sources, oldest, size - oldest);
        sources[size] = null;
    }

    /// What its predecessor was asked for is asked of this one.
    private void takeOver(Source before, Source source, long nowNanos) {
        if (before != null && before.onReplaced()) {
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

    /// @return the newest of an encoding, null if none was seen: on the path of packets
    Source current(MediaKind kind, String rid) {
        for (int i = 0; i < size; i++) {
            Source source = sources[i];
            if (!source.isReplaced() && source.media().kind() == kind && source.rid().equals(rid)) {
                return source;
            }
        }
        return null;
    }

    /// @return null if none was seen: on the path of packets
    Source newest(MediaKind kind) {
        return newest[kind.ordinal()];
    }

    /// @return whose packets are known to come again by this SSRC, null if that is not known
    Source findRepairedBy(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (sources[i].isRepairedBy(ssrc)) {
                return sources[i];
            }
        }
        return null;
    }

    /// From now on the packets of one source come again by this SSRC, and those of no other.
    void learnRepair(int ssrc, Source source) {
        for (int i = 0; i < size; i++) {
            sources[i].forgetRepair(ssrc);
        }
        source.onRepairLearned(ssrc);
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
