package weir.jsep;

import weir.peer.BitrateLimits;
import weir.rtp.Bitrate;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.sdp.Bandwidth;

import java.util.ArrayList;
import java.util.List;

/// How an answer says a publisher's limits, in its video section alone: what audio takes is small.
///
/// The maximum is said in two standard ways, of which every browser knows one. For the minimum
/// there is no standard: Chromium reads parameters of its own from the formats of an answer, others
/// read over them.
record SaidLimits(BitrateLimits limits) {
    private static final String APPLICATION_SPECIFIC = "AS";
    private static final String TRANSPORT_INDEPENDENT = "TIAS";

    /// Where Chromium starts by itself.
    private static final long START_BPS = 300_000;

    List<Bandwidth> bandwidths(MediaKind kind) {
        return kind == MediaKind.VIDEO && limits.tellsMax()
                ? List.of(
                        new Bandwidth(APPLICATION_SPECIFIC, kilobits(limits.max())),
                        new Bandwidth(TRANSPORT_INDEPENDENT, limits.max().bps()))
                : List.of();
    }

    /// The format with the parameters that say the limits beside its own.
    PayloadFormat in(PayloadFormat format) {
        if (format.kind() != MediaKind.VIDEO || format.isRetransmission() || !limits.hasMin()) {
            return format;
        }
        List<String> parameters = new ArrayList<>();
        if (!format.parameters().isEmpty()) {
            parameters.add(format.parameters());
        }
        parameters.add("x-google-min-bitrate=" + kilobits(limits.min()));
        parameters.add("x-google-start-bitrate=" + kilobits(start()));
        if (limits.tellsMax()) {
            parameters.add("x-google-max-bitrate=" + kilobits(limits.max()));
        }
        return new PayloadFormat(
                format.payloadType(),
                format.kind(),
                format.encoding(),
                format.clockRate(),
                format.channels(),
                String.join(";", parameters),
                format.feedback());
    }

    private Bitrate start() {
        return new Bitrate(Math.clamp(START_BPS, limits.min().bps(), limits.max().bps()));
    }

    /// At least 1, since 0 would be no limit.
    private static long kilobits(Bitrate bitrate) {
        return Math.max(1, bitrate.bps() / 1000);
    }
}
