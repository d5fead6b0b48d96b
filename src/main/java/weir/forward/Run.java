package weir.forward;

/// Consecutive packets of one source that are rewritten alike. What a packet becomes depends on its
/// run and nothing else, so that it becomes the same each time.
///
/// Sequence numbers are unwrapped ones. Owned by [Runs], which uses each again and again.
final class Run {
    final PictureOffsets pictureOffsets = new PictureOffsets();

    /// Counts what was joined: the unwrapped numbers of two sources have nothing in common.
    long source;

    long epoch;
    int ssrc;
    SourceClock clock;
    int clockRate;
    long firstSequence;
    long firstOutput;
    int timestampOffset;

    /// Those of the run's first packet, as they came and as they went out.
    int sourcePayloadType;

    int payloadType;

    void set(Run other) {
        pictureOffsets.set(other.pictureOffsets);
        source = other.source;
        epoch = other.epoch;
        ssrc = other.ssrc;
        clock = other.clock;
        clockRate = other.clockRate;
        firstSequence = other.firstSequence;
        firstOutput = other.firstOutput;
        timestampOffset = other.timestampOffset;
        sourcePayloadType = other.sourcePayloadType;
        payloadType = other.payloadType;
    }

    long output(long sequence) {
        return firstOutput + (sequence - firstSequence);
    }

    long sequence(long output) {
        return firstSequence + (output - firstOutput);
    }
}
