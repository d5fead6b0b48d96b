package weir.forward;

import io.netty.buffer.ByteBuf;

import weir.codec.PayloadDescriptor;
import weir.rtp.MediaKind;
import weir.rtp.RtpHeader;
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

    private enum State {
        WITHOUT_SOURCE,
        AWAITING_START,
        FORWARDING
    }

    private final MediaKind kind;
    private final int ssrc;
    private final SentWindow sent;
    private final OutputTimeline timeline;
    private final Runs runs = new Runs();
    private final PictureNumbers pictureNumbers = new PictureNumbers();

    private State state = State.WITHOUT_SOURCE;
    private long epoch;
    private SourceClock clock = new SourceClock();
    private long source;
    private boolean sourceSsrcKnown;
    private int sourceSsrc;
    private SequenceUnwrapper sequences = new SequenceUnwrapper();
    private long startAfter;

    private int newestTimestamp;
    private long packets;
    private long octets;

    /// @param ssrc   what the viewer was told in SDP
    /// @param random for the first sequence number and timestamp (RFC 3550 §5.1); the former is
    ///     below 2^15, so that no loss at the start hides that it wrapped (RFC 3711 §3.3.1)
    public Rewriter(MediaKind kind, int ssrc, RandomGenerator random) {
        this.kind = kind;
        this.ssrc = ssrc;
        sent = new SentWindow(0x10000L + random.nextInt(1 << 15));
        timeline = new OutputTimeline(random.nextInt());
    }

    public int ssrc() {
        return ssrc;
    }

    /// From now on packets come from another source: another publisher, or another of its layers.
    /// Audio begins with the next packet, video with the next key frame; its SSRC is the source's
    /// from then on, and packets of any other are dropped.
    ///
    /// @param newEpoch the publisher's
    /// @param newClock the publisher's on this loop; kept as long as a packet of it may
    /// be asked for
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

    /// Appends what this packet is for the viewer, or nothing. Each packet of the source once, in
    /// the order of arrival, also while a key frame is awaited, and after the clock saw it.
    ///
    /// @param packet      lent
    /// @param descriptor  of its payload
    /// @param payloadType 0..127, what its format is called in the viewer's session
    /// @param output      written at its writer index
    /// @return bytes written, or [#DROPPED]
    public int write(
            RtpPacket packet, PayloadDescriptor descriptor, int payloadType, ByteBuf output) {
        if (!isOfSource(packet)) {
            return DROPPED;
        }
        long highest = sequences.highest();
        long sequence = sequences.unwrap(packet.sequenceNumber());
        if (state == State.AWAITING_START) {
            if (!canStart(packet, descriptor, sequence)) {
                return DROPPED;
            }
            if (sequence <= startAfter) {
                renumber();
                sequence = sequences.unwrap(packet.sequenceNumber());
            }
            start(packet, descriptor, payloadType, sequence);
        } else if (sequence > highest) {
            if (packet.payloadLength() == 0) {
                closeGap(sequence);
                return DROPPED;
            }
            if (packet.format().clockRate() != runs.newest().clockRate) {
                changeClockRate(packet, payloadType, sequence);
            }
        }
        int age = runs.find(source, sequence);
        if (age == Runs.NONE || !sent.isOpen(runs.at(age).output(sequence))) {
            return DROPPED;
        }
        Run run = runs.at(age);
        return writeNew(run, run.output(sequence), packet, descriptor, payloadType, output);
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
            RtpPacket packet, PayloadDescriptor descriptor, int payloadType, long sequence) {
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
        pictureNumbers.next(descriptor, run.pictureOffsets);
        state = State.FORWARDING;
    }

    /// A source that only paused for this viewer keeps its offset, for its own timestamps are the
    /// best clock; any other is placed by the wall time that passed.
    private int timestampOffset(RtpPacket packet) {
        if (!runs.isEmpty()) {
            Run last = runs.newest();
            if (last.source == source
                    && last.clockRate == packet.format().clockRate()
                    && timeline.isAhead(packet.timestamp() + last.timestampOffset)) {
                return last.timestampOffset;
            }
        }
        return beginTimestamps(packet);
    }

    private int beginTimestamps(RtpPacket packet) {
        long captureNanos = clock.captureNanos(kind, packet.timestamp());
        return timeline.begin(packet.format().clockRate(), captureNanos) - packet.timestamp();
    }

    private void changeClockRate(RtpPacket packet, int payloadType, long sequence) {
        Run last = runs.newest();
        Run run = openAfter(last, sequence, last.output(sequence));
        run.clockRate = packet.format().clockRate();
        run.timestampOffset = beginTimestamps(packet);
        run.sourcePayloadType = packet.header().payloadType();
        run.payloadType = payloadType;
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

    private int writeNew(
            Run run,
            long output,
            RtpPacket packet,
            PayloadDescriptor descriptor,
            int payloadType,
            ByteBuf buffer) {
        int length = append(run, output, packet, descriptor, payloadType, buffer);
        if (output > sent.highest()) {
            timeline.onSent(packet.timestamp() + run.timestampOffset);
            pictureNumbers.onSent(descriptor, run.pictureOffsets);
            newestTimestamp = packet.timestamp();
        }
        sent.onSent(output, payloadType);
        packets++;
        octets += packet.payloadLength();
        return length;
    }

    private int append(
            Run run,
            long output,
            RtpPacket packet,
            PayloadDescriptor descriptor,
            int payloadType,
            ByteBuf buffer) {
        int payload = buffer.writerIndex() + RtpHeader.FIXED_LENGTH;
        int marker = packet.header().marker() ? 0x80 : 0;
        buffer.writeInt(0x8000 << 16 | (marker | payloadType) << 16 | (int) output & 0xffff);
        buffer.writeInt(packet.timestamp() + run.timestampOffset);
        buffer.writeInt(ssrc);
        buffer.writeBytes(packet.bytes(), packet.payloadIndex(), packet.payloadLength());
        run.pictureOffsets.apply(descriptor, buffer, payload);
        return RtpHeader.FIXED_LENGTH + packet.payloadLength();
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
        if (payloadType != SentWindow.NOT_SENT) {
            return append(run, output, packet, descriptor, payloadType, buffer);
        }
        // Only the format that the run began with has a payload type that is known here.
        return packet.header().payloadType() == run.sourcePayloadType
                ? writeNew(run, output, packet, descriptor, run.payloadType, buffer)
                : DROPPED;
    }

    /// What a sender report says now. After a switch it holds for the new source as soon as the
    /// first packet of it is written: send the report before that packet. Ask a viewer's audio and
    /// video for one time, since the estimate that both rest on changes.
    ///
    /// @return empty before the first packet
    public Optional<SenderReportValues> report(long nowNanos) {
        if (packets == 0) {
            return Optional.empty();
        }
        Run run = runs.newest();
        long sinceCapture = nowNanos - run.clock.captureNanos(kind, newestTimestamp);
        int timestamp =
                newestTimestamp
                        + run.timestampOffset
                        + (int) Ticks.ofNanos(sinceCapture, run.clockRate);
        return Optional.of(new SenderReportValues(timestamp, packets, octets));
    }
}
