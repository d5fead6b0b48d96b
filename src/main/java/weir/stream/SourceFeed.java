package weir.stream;

import weir.forward.MediaPacket;
import weir.forward.SourceClock;
import weir.forward.SourceLayer;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/// One publication as one loop sees it: its clock, its encodings, and what of them can be sent
/// again. A change of an encoding's SSRC begins another, as for its subscribers everything starts
/// anew. Owned by its [LoopFanOut].
final class SourceFeed implements AutoCloseable {
    private static final long MEASURE_NANOS = 100_000_000;

    private static final String H264_PROFILE = "profile-level-id";

    private final PublicationRef publication;
    private final LoopFanOutRef fanOut;
    private final long generation;
    private final SourceClock clock = new SourceClock();
    private final List<Encoding> encodings = new ArrayList<>(2);
    private List<SourceLayer> layers = List.of();
    private String h264Parameters = "";
    private int profiles;
    private long measuredNanos = Long.MIN_VALUE;

    /// @param fanOut     whose it is
    /// @param generation higher for each new feed of one fan-out
    SourceFeed(PublicationRef publication, LoopFanOutRef fanOut, long generation) {
        this.publication = publication;
        this.fanOut = fanOut;
        this.generation = generation;
    }

    PublicationRef publication() {
        return publication;
    }

    /// The newest group of pictures comes to this loop, or else a key frame does.
    void requestStart(int ssrc) {
        publication.requestStart(ssrc, fanOut);
    }

    long generation() {
        return generation;
    }

    SourceClock clock() {
        return clock;
    }

    /// @param streams all that there are now
    /// @return false if one takes the place of another: it takes another feed
    boolean takes(List<RtpStream> streams) {
        for (RtpStream stream : streams) {
            for (Encoding known : encodings) {
                if (known.stream().isSameEncoding(stream) && known.ssrc() != stream.ssrc()) {
                    return false;
                }
            }
        }
        return true;
    }

    void onStreams(List<RtpStream> streams) {
        for (RtpStream stream : streams) {
            Encoding known = find(stream.ssrc());
            if (known == null) {
                encodings.add(new Encoding(stream));
            } else {
                known.onFacts(stream.facts());
            }
            learn(stream.facts().parameters());
        }
    }

    private void learn(String parameters) {
        boolean told = parameters.startsWith(H264_PROFILE);
        if (told && !parameters.equals(h264Parameters)) {
            h264Parameters = parameters;
            profiles++;
        }
    }

    /// Changes when key frames tell another H.264 profile: encoders do not keep to what they
    /// announced.
    int profiles() {
        return profiles;
    }

    /// Those of the publication, with the H.264 profile and level that its pictures have.
    List<PayloadFormat> formats() {
        return publication.formats().stream()
                .map(
                        format ->
                                format.encoding().equals("H264")
                                        ? format.withParameters(h264Parameters)
                                        : format)
                .toList();
    }

    /// Of all encodings that there are.
    List<RtpStream> streams() {
        return encodings.stream().map(Encoding::stream).toList();
    }

    /// @param wanted of those of the video, which to take
    Set<Integer> videoSsrcs(IntPredicate wanted) {
        Set<Integer> ssrcs = new HashSet<>();
        for (Encoding encoding : encodings) {
            if (encoding.stream().kind() == MediaKind.VIDEO && wanted.test(encoding.ssrc())) {
                ssrcs.add(encoding.ssrc());
            }
        }
        return ssrcs;
    }

    void onRelayed(List<RelayedStream> relayed, long nowNanos) {
        for (RelayedStream stream : relayed) {
            Encoding encoding = find(stream.ssrc());
            if (encoding != null) {
                encoding.onRelayed(stream, nowNanos);
            }
        }
    }

    /// @return null if it is none of this feed: on the path of packets
    Encoding find(int ssrc) {
        for (int i = 0; i < encodings.size(); i++) {
            if (encodings.get(i).ssrc() == ssrc) {
                return encodings.get(i);
            }
        }
        return null;
    }

    /// @param packet lent
    /// @return whether it is of this feed
    boolean keep(MediaPacket packet, long nowNanos) {
        Encoding encoding = find(packet.rtp().ssrc());
        if (encoding == null) {
            return false;
        }
        clock.onPacket(
                packet.rtp().format().kind(),
                packet.rtp().ssrc(),
                packet.rtp().format().clockRate(),
                packet.rtp().timestamp(),
                packet.rtp().arrivalNanos());
        if (!encoding.isSeen()) {
            // Who waits for its layers waits no longer than this burst.
            measuredNanos = Long.MIN_VALUE;
        }
        encoding.keep(packet, nowNanos);
        return true;
    }

    /// Looks what the layers of the video have had, ten times a second.
    ///
    /// @return whether it did
    boolean measure(long nowNanos) {
        if (nowNanos - measuredNanos < MEASURE_NANOS && measuredNanos != Long.MIN_VALUE) {
            return false;
        }
        measuredNanos = nowNanos;
        List<SourceLayer> measured = new ArrayList<>();
        for (Encoding encoding : encodings) {
            if (encoding.stream().kind() == MediaKind.VIDEO) {
                encoding.addLayers(measured, nowNanos);
            }
        }
        layers = List.copyOf(measured);
        return true;
    }

    /// Those of the video, as measured last.
    List<SourceLayer> layers() {
        return layers;
    }

    /// @return lent
    Optional<MediaPacket> findPacket(int ssrc, int sequenceNumber) {
        Encoding encoding = find(ssrc);
        return encoding == null ? Optional.empty() : encoding.find(sequenceNumber);
    }

    @Override
    public void close() {
        encodings.forEach(Encoding::close);
        encodings.clear();
    }
}
