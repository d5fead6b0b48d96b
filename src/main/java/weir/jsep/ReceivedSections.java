package weir.jsep;

import weir.peer.BitrateLimits;
import weir.peer.IncomingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is taken of a section that a publisher sends.
///
/// Simulcast is taken for video where the packets can say which encoding they are of; otherwise it
/// is not answered, so that the publisher falls back to one encoding.
final class ReceivedSections {
    /// Without video-orientation, so that the sender turns the picture.
    private static final Set<HeaderExtension> TAKEN =
            EnumSet.of(
                    HeaderExtension.MID,
                    HeaderExtension.RTP_STREAM_ID,
                    HeaderExtension.REPAIRED_RTP_STREAM_ID,
                    HeaderExtension.TRANSPORT_SEQUENCE_NUMBER,
                    HeaderExtension.ABSOLUTE_SEND_TIME);

    private static final Set<HeaderExtension> TAKEN_OF_VIDEO =
            EnumSet.of(HeaderExtension.DEPENDENCY_DESCRIPTOR);

    private static final Set<RtcpFeedback> REPAIR =
            EnumSet.of(RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.FIR);

    private final CodecPreferences preferences;
    private final SaidLimits limits;

    ReceivedSections(CodecPreferences preferences, BitrateLimits limits) {
        this.preferences = preferences;
        this.limits = new SaidLimits(limits);
    }

    /// @return empty if the section has no codec that can be forwarded
    Optional<AgreedMedia.Received> agree(OfferedMedia offered) {
        List<Extmap> extmaps =
                offered.extmaps().stream()
                        .filter(extmap -> isTaken(extmap.extension(), offered.kind()))
                        .filter(extmap -> extmap.direction().sends())
                        .toList();
        ExtensionMap extensions = Extmap.map(extmaps);
        boolean transportWide = has(extensions, HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
        List<PayloadFormat> formats =
                AgreedFormats.withRetransmissions(offered.formats(), preferences).stream()
                        .map(
                                format ->
                                        AgreedFormats.withFeedback(
                                                format, feedback(format, transportWide)))
                        .toList();
        if (formats.isEmpty()) {
            return Optional.empty();
        }
        List<SimulcastEncoding> encodings = encodings(offered, formats, extensions);
        OfferedSources sources = OfferedSources.read(offered.description());
        IncomingMedia incoming =
                new IncomingMedia(
                        offered.kind(),
                        offered.mid(),
                        formats,
                        extensions,
                        ssrcs(sources, encodings.size()),
                        sources.repairs(),
                        encodings.stream().map(SimulcastEncoding::rid).toList(),
                        offered.description().has("rtcp-rsize"));
        return Optional.of(
                new AgreedMedia.Received(
                        offered,
                        incoming,
                        formats.stream().map(limits::in).toList(),
                        extmaps,
                        encodings,
                        limits.bandwidths(offered.kind())));
    }

    private static boolean isTaken(HeaderExtension extension, MediaKind kind) {
        return TAKEN.contains(extension)
                || kind == MediaKind.VIDEO && TAKEN_OF_VIDEO.contains(extension);
    }

    private static boolean has(ExtensionMap extensions, HeaderExtension extension) {
        return extensions.id(extension) != ExtensionMap.ABSENT;
    }

    /// Of the two ways to report how much got through one is taken: transport-wide feedback, which
    /// needs its header extension, or else the receiver's own estimate.
    private static Set<RtcpFeedback> feedback(PayloadFormat offered, boolean transportWide) {
        Set<RtcpFeedback> feedback = EnumSet.copyOf(REPAIR);
        feedback.add(
                transportWide && offered.feedback().contains(RtcpFeedback.TRANSPORT_CC)
                        ? RtcpFeedback.TRANSPORT_CC
                        : RtcpFeedback.REMB);
        return feedback;
    }

    private static List<SimulcastEncoding> encodings(
            OfferedMedia offered, List<PayloadFormat> formats, ExtensionMap extensions) {
        return offered.kind() == MediaKind.VIDEO && has(extensions, HeaderExtension.RTP_STREAM_ID)
                ? SimulcastEncoding.read(offered.description()).stream()
                        .flatMap(encoding -> encoding.in(formats).stream())
                        .toList()
                : List.of();
    }

    /// OBS names one SSRC beside three encodings: then it says nothing of the others.
    private static List<Integer> ssrcs(OfferedSources sources, int encodings) {
        return sources.ssrcs().size() < encodings ? List.of() : sources.ssrcs();
    }
}
