package weir.forward;

import io.netty.buffer.ByteBuf;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;
import weir.rtp.SequenceUnwrapper;

import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes of one source after another the one medium that a viewer sees: one SSRC, sequence numbers
/// without gaps of our making, timestamps that advance as time does, picture numbers that go on.
///
/// A sequence number that was given away is given to no other packet, and the packet becomes the
/// same bytes whenever it is written: SRTP would give the key away otherwise (RFC 7714 §8.4). That
/// holds as long as a source gives each of its numbers to one packet.
///
/// Owned by the viewer's loop.
public final class Rewriter {
    /// Nothing was written.
    public static final int DROPPED = 0;

    /// No spatial layer is left out.
    public static final int EVERY_LAYER = -1;

    /// No decode target is left out.
    public static final int EVERY_TARGET = 0;

    private enum State {
        WITHOUT_SOURCE,
        AWAITING_START,
        FORWARDING
    }

    private final MediaKind kind;
    private final SentMedia media;
    private final SentWindow sent;
    private final Runs runs = new Runs();

    private State state = State.WITHOUT_SOURCE;
    private long epoch;
    private SourceClock clock = new SourceClock();
    private long source;
    private boolean sourceSsrcKnown;
    private int sourceSsrc;
    private SequenceUnwrapper sequences = new SequenceUnwrapper();
    private long startAfter;

    private int topSpatialId = EVERY_LAYER;
    private int activeTargets = EVERY_TARGET;

    /// @param ssrc   what the viewer was told in SDP
    /// @param random for the first sequence number and timestamp (RFC 3550 §5.1); the former is
    ///     below 2^15, so that no loss at the start hides that it wrapped (RFC 3711 §3.3.1)
    public Rewriter(MediaKind kind, int ssrc, RandomGenerator random) {
        this(kind, ssrc, ExtensionMap.EMPTY, random);
    }

    /// @param extensions ids of those that the viewer is sent; the transport-wide sequence number
    ///     is left 0, for whoever seals the packet
    public Rewriter(MediaKind kind, int ssrc, ExtensionMap extensions, RandomGenerator random) {
        this.kind = kind;
        sent = new SentWindow(0x10000L + random.nextInt(1 << 15));
        media = new SentMedia(ssrc, sent, new OutputTimeline(random.nextInt()), extensions);
    }

    /// From now on packets come from another source: another publisher, or another of its layers.
    /// Audio begins with the next packet, video with the next key frame; its SSRC is the source's
    /// from then on, and packets of any other are dropped.
    ///
    /// @param newEpoch the publisher's
    /// @param newClock the publisher's on this loop; kept as long as a packet of it may be asked
    ///     for
    public void onSource(long newEpoch, SourceClock newClock) {
        epoch = newEpoch;
        clock = newClock;
        sourceSsrcKnown = false;
        state = State.AWAITING_START;
    }

    /// After packets were kept from this viewer: video begins again with the next key frame, audio
    /// with the next packet, and what was missed leaves no gap.
    public void awaitKeyFrame() {
        if (state == State.FORWARDING) {
            startAfter = sequences.highest();
            state = State.AWAITING_START;
        }
    }

    public boolean isAwaitingKeyFrame() {
        return kind == MediaKind.VIDEO && state == State.AWAITING_START;
    }

    /// What the viewer is sent from the next packet on, which is the first of a picture or of one
    /// of its frames: the last packet of the highest layer is marked as the picture's.
    ///
    /// @param topLayer the highest spatial layer, or [#EVERY_LAYER]
    /// @param targets  mask of the decode targets, or [#EVERY_TARGET]
    void onLayers(int topLayer, int targets) {
        topSpatialId = topLayer;
        activeTargets = targets;
    }

    /// As [#write(RtpPacket, PayloadDescriptor, DependencyDescriptor, int, ByteBuf)], of a packet
    /// without a dependency descriptor.
    public int write(
            RtpPacket packet, PayloadDescriptor descriptor, int payloadType, ByteBuf output) {
        return write(packet, descriptor, DependencyDescriptor.UNKNOWN, payloadType, output);
    }

    /// Appends what this packet is for the viewer, or nothing. Each packet of the source once, in
    /// the order of arrival, also while a key frame is awaited, and after the clock saw it.
    ///
    /// @param packet       lent
    /// @param descriptor   of its payload
    /// @param dependencies of its header, or [DependencyDescriptor#UNKNOWN]
    /// @param payloadType  0..127, what its format is called in the viewer's session
    /// @param output       written at its writer index
    /// @return bytes written, or [#DROPPED]
    int write(
            RtpPacket packet,
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            int payloadType,
            ByteBuf output) {
        if (!isOfSource(packet)) {
            return DROPPED;
        }
        long highest = sequences.highest();
        long sequence = sequences.unwrap(packet.sequenceNumber());
        if (state == State.FORWARDING && sent.isTooFar(runs.newest().output(sequence))) {
            startAfter = highest;
            state = State.AWAITING_START;
        }
        if (state == State.AWAITING_START) {
            if (!canStart(packet, descriptor, sequence)) {
                return DROPPED;
            }
            if (sequence <= startAfter) {
                renumber();
                sequence = sequences.unwrap(packet.sequenceNumber());
            }
            start(packet, descriptor, dependencies, payloadType, sequence);
        } else if (sequence > highest) {
            if (packet.payloadLength() == 0) {
                closeGap(sequence);
                return DROPPED;
            }
            if (packet.format().clockRate() != runs.newest().clockRate) {
                changeClockRate(packet, payloadType, sequence);
            }
            changeLayers(sequence);
        }
        int age = runs.find(source, sequence);
        if (age == Runs.NONE || !sent.isOpen(runs.at(age).output(sequence))) {
            return DROPPED;
        }
        Run run = runs.at(age);
        return media.writeNew(
                run, run.output(sequence), packet, descriptor, dependencies, payloadType, output);
    }

    /// Instead of `write`, for a packet of a layer that the viewer is not sent: what follows it
    /// moves up. One that comes so late that what followed has its number already takes its own by
    /// an empty packet, or the viewer would ask for it.
    ///
    /// @param packet     lent
    /// @param descriptor of its payload
    /// @return bytes written, or [#DROPPED]
    int skip(RtpPacket packet, PayloadDescriptor descriptor, ByteBuf output) {
        if (!isOfSource(packet)) {
            return DROPPED;
        }
        long highest = sequences.highest();
        long sequence = sequences.unwrap(packet.sequenceNumber());
        if (state == State.AWAITING_START) {
            return DROPPED;
        }
        if (sequence > highest) {
            runs.grow();
            closeGap(sequence);
            media.pictureNumbers().onSkipped(descriptor, runs.newest().pictureOffsets);
            return DROPPED;
        }
        int age = runs.find(source, sequence);
        return age == Runs.NONE || !sent.isOpen(runs.at(age).output(sequence))
                ? DROPPED
                : media.writeEmpty(runs.at(age), runs.at(age).output(sequence), packet, output);
    }

    private boolean isOfSource(RtpPacket packet) {
        if (sourceSsrcKnown && packet.ssrc() == sourceSsrc) {
            return state != State.WITHOUT_SOURCE;
        }
        if (state != State.AWAITING_START) {
            return false;
        }
        sourceSsrcKnown = true;
        sourceSsrc = packet.ssrc();
        renumber();
        return true;
    }

    private void renumber() {
        source++;
        sequences = new SequenceUnwrapper();
        startAfter = -1;
    }

    private boolean canStart(RtpPacket packet, PayloadDescriptor descriptor, long sequence) {
        if (packet.payloadLength() == 0
                || kind == MediaKind.VIDEO && !descriptor.startsKeyFrame()) {
            return false;
        }
        // What is a little older than what was sent came late, and is of no use. What is much older
        // is none: more than half of the numbers were kept from us, and it only looks so.
        return sequence > startAfter || sequence <= startAfter - SentWindow.NUMBERS;
    }

    private void start(
            RtpPacket packet,
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            int payloadType,
            long sequence) {
        int timestampOffset = timestampOffset(packet);
        Run run = runs.open(sent.highest() + 1);
        run.source = source;
        run.epoch = epoch;
        run.ssrc = sourceSsrc;
        run.clock = clock;
        run.clockRate = packet.format().clockRate();
        run.firstSequence = sequence;
        run.timestampOffset = timestampOffset;
        run.sourcePayloadType = packet.header().payloadType();
        run.payloadType = payloadType;
        run.startOutput = run.firstOutput;
        run.topSpatialId = topSpatialId;
        run.activeTargets = activeTargets;
        media.pictureNumbers().next(descriptor, dependencies, run.pictureOffsets);
        state = State.FORWARDING;
    }

    /// A source that only paused for this viewer keeps its offset, for its own timestamps are the
    /// best clock; any other is placed by the wall time that passed.
    private int timestampOffset(RtpPacket packet) {
        if (!runs.isEmpty()) {
            Run last = runs.newest();
            if (last.source == source
                    && last.clockRate == packet.format().clockRate()
                    && media.timeline().isAhead(packet.timestamp() + last.timestampOffset)) {
                return last.timestampOffset;
            }
        }
        return beginTimestamps(packet);
    }

    private int beginTimestamps(RtpPacket packet) {
        long captureNanos = clock.captureNanos(kind, packet.ssrc(), packet.timestamp());
        return media.timeline().begin(packet.format().clockRate(), captureNanos)
                - packet.timestamp();
    }

    private void changeClockRate(RtpPacket packet, int payloadType, long sequence) {
        Run last = runs.newest();
        Run run = openAfter(last, sequence, last.output(sequence));
        run.clockRate = packet.format().clockRate();
        run.timestampOffset = beginTimestamps(packet);
        run.sourcePayloadType = packet.header().payloadType();
        run.payloadType = payloadType;
    }

    private void changeLayers(long sequence) {
        Run last = runs.newest();
        if (last.topSpatialId != topSpatialId || last.activeTargets != activeTargets) {
            Run run = openAfter(last, sequence, last.output(sequence));
            run.topSpatialId = topSpatialId;
            run.activeTargets = activeTargets;
        }
    }

    /// Padding alone is not forwarded: what follows it moves up by one.
    private void closeGap(long padding) {
        Run last = runs.newest();
        openAfter(last, padding + 1, last.output(padding));
    }

    private Run openAfter(Run last, long firstSequence, long firstOutput) {
        Run run = runs.open(firstOutput);
        if (run != last) {
            run.set(last);
        }
        run.firstSequence = firstSequence;
        run.firstOutput = firstOutput;
        return run;
    }

    /// Which packet of the present publisher a NACK of the viewer means.
    ///
    /// @param outSequence 0..65535, as the viewer saw or missed it
    /// @return 0..65535; -1 if it is too old, or was another publisher's
    public int sourceSequence(int outSequence) {
        long output = sent.unwrap(outSequence);
        int age = findSent(output);
        return age == Runs.NONE ? -1 : (int) runs.at(age).sequence(output) & 0xffff;
    }

    /// The SSRC that goes with [#sourceSequence(int)], which is that of another layer if the viewer
    /// has switched since; 0 where that is -1.
    public int sourceSsrc(int outSequence) {
        int age = findSent(sent.unwrap(outSequence));
        return age == Runs.NONE ? 0 : runs.at(age).ssrc;
    }

    private int findSent(long output) {
        int age = sent.contains(output) ? runs.findOutput(output) : Runs.NONE;
        return age != Runs.NONE && runs.at(age).epoch == epoch ? age : Runs.NONE;
    }

    /// Appends the packet that [#sourceSequence(int)] named, in the same bytes as the first time;
    /// if there was no first time, because it came before the key frame that it belongs to, this is
    /// it.
    ///
    /// @param packet     lent; any other than that one is not written
    /// @param descriptor of its payload
    /// @return bytes written, or [#DROPPED]
    public int writeAgain(
            RtpPacket packet, PayloadDescriptor descriptor, int outSequence, ByteBuf buffer) {
        return writeAgain(
                packet, descriptor, DependencyDescriptor.UNKNOWN, true, outSequence, buffer);
    }

    /// @param dependencies of its header, or [DependencyDescriptor#UNKNOWN]
    /// @param kept         whether it is of a layer that the viewer is sent; what was sent before
    ///     is what it was then
    int writeAgain(
            RtpPacket packet,
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            boolean kept,
            int outSequence,
            ByteBuf buffer) {
        long output = sent.unwrap(outSequence);
        int age = findSent(output);
        if (age == Runs.NONE) {
            return DROPPED;
        }
        Run run = runs.at(age);
        if (packet.ssrc() != run.ssrc
                || packet.sequenceNumber() != ((int) run.sequence(output) & 0xffff)) {
            return DROPPED;
        }
        int payloadType = sent.payloadType(output);
        if (payloadType == SentWindow.EMPTY) {
            return media.appendEmpty(run, output, packet, buffer);
        }
        if (payloadType != SentWindow.NOT_SENT) {
            return media.append(run, output, packet, descriptor, dependencies, payloadType, buffer);
        }
        if (!kept) {
            return media.writeEmpty(run, output, packet, buffer);
        }
        // Only the format that the run began with has a payload type that is known here.
        return packet.header().payloadType() == run.sourcePayloadType
                ? media.writeNew(
                        run, output, packet, descriptor, dependencies, run.payloadType, buffer)
                : DROPPED;
    }

    /// What a sender report says now. After a switch it holds for the new source as soon as the
    /// first packet of it is written: send the report before that packet. Ask a viewer's audio and
    /// video for one time, since the estimate that both rest on changes.
    ///
    /// @return empty before the first packet
    public Optional<SenderReportValues> report(long nowNanos) {
        if (media.packets() == 0) {
            return Optional.empty();
        }
        Run run = runs.newest();
        long sinceCapture =
                nowNanos - run.clock.captureNanos(kind, run.ssrc, media.newestTimestamp());
        int timestamp =
                media.newestTimestamp()
                        + run.timestampOffset
                        + (int) Ticks.ofNanos(sinceCapture, run.clockRate);
        return Optional.of(new SenderReportValues(timestamp, media.packets(), media.octets()));
    }
}
