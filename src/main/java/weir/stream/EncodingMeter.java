package weir.stream;

import weir.codec.H264Descriptor;
import weir.codec.H265Descriptor;
import weir.codec.KeyFrameFacts;
import weir.codec.ParameterSets;
import weir.forward.Diagnosis;
import weir.forward.FrameMeter;
import weir.forward.LayerMeter;
import weir.forward.MediaPacket;
import weir.forward.ReorderDetector;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpPacket;

/// Measures what one video encoding of a publisher brings, and reads what its key frames say of it.
/// Owned by its [PublicationMeter].
final class EncodingMeter {
    /// What changes is told to every loop, and every viewer is matched with it anew.
    private static final long TELL_NANOS = 100_000_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final int ssrc;
    private final FrameMeter frames = new FrameMeter();
    private final ReorderDetector order = new ReorderDetector();
    private final LayerMeter bitrate = new LayerMeter();
    private KeyFrameFacts facts = RtpStream.UNKNOWN;
    private PayloadFormat format;
    private ParameterSets sets = ParameterSets.ofH264();
    private boolean setsLacking;
    private boolean requested;
    private long requestedNanos;
    private boolean changed;
    private long toldNanos = NEVER;

    EncodingMeter(int ssrc, PayloadFormat format) {
        this.ssrc = ssrc;
        this.format = format;
    }

    int ssrc() {
        return ssrc;
    }

    /// @param packet lent
    /// @return whether a key frame said something new, and nothing new was told a moment ago
    boolean onPacket(MediaPacket packet, long nowNanos) {
        RtpPacket rtp = packet.rtp();
        boolean key = packet.descriptor().startsKeyFrame();
        onFormat(rtp.format());
        frames.onPacket(rtp.timestamp(), key, rtp.payloadLength(), nowNanos);
        bitrate.onPacket(0, 0, rtp.bytes().readableBytes(), nowNanos);
        order.onPacket(rtp.sequenceNumber(), rtp.timestamp(), isBidirectional(packet), nowNanos);
        keepSets(packet, key);
        changed |= key && onKeyFrame(packet);
        if (!changed || nowNanos - toldNanos < TELL_NANOS) {
            return false;
        }
        changed = false;
        toldNanos = nowNanos;
        return true;
    }

    private void onFormat(PayloadFormat now) {
        if (now != format && !now.equals(format)) {
            format = now;
            facts = RtpStream.UNKNOWN;
            sets = isH265() ? ParameterSets.ofH265() : ParameterSets.ofH264();
        }
    }

    private boolean isH265() {
        return format.encoding().equalsIgnoreCase("H265");
    }

    private static boolean isBidirectional(MediaPacket packet) {
        return packet.descriptor() instanceof H264Descriptor h264 && h264.bidirectional();
    }

    private void keepSets(MediaPacket packet, boolean key) {
        boolean has =
                packet.descriptor() instanceof H264Descriptor
                        || packet.descriptor() instanceof H265Descriptor;
        if (!has) {
            return;
        }
        RtpPacket rtp = packet.rtp();
        sets.onPacket(
                packet.descriptor(),
                rtp.timestamp(),
                rtp.bytes(),
                rtp.payloadIndex(),
                rtp.payloadLength());
        if (key) {
            setsLacking = sets.areLacking() && !sets.areKnown();
        }
    }

    private boolean onKeyFrame(MediaPacket packet) {
        requested = false;
        RtpPacket rtp = packet.rtp();
        KeyFrameFacts read =
                KeyFrameFacts.read(
                                packet.descriptor(),
                                rtp.bytes(),
                                rtp.payloadIndex(),
                                rtp.payloadLength())
                        .orElse(facts);
        boolean isNew = !read.equals(facts);
        facts = read;
        return isNew;
    }

    /// A key frame is asked for.
    void onRequest(long nowNanos) {
        if (!requested) {
            requested = true;
            requestedNanos = nowNanos;
        }
    }

    /// Since the oldest request that no key frame followed.
    long unansweredNanos(long nowNanos) {
        return requested ? nowNanos - requestedNanos : Diagnosis.NEVER;
    }

    KeyFrameFacts facts() {
        return facts;
    }

    EncodingStats stats(long nowNanos) {
        return new EncodingStats(
                ssrc,
                format.withParameters(facts.parameters()),
                facts.width(),
                facts.height(),
                bitrate.bitrateBps(0, 0, nowNanos),
                frames.stats(nowNanos),
                order.isReordering(nowNanos) || facts.reorderMax() > 0,
                setsLacking);
    }
}
