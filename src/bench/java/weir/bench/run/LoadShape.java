package weir.bench.run;

/// What is put on a server. A value.
///
/// @param streams 1 or more
/// @param viewers of each stream, 0 or more
/// @param video   false for audio alone
/// @param silent  whether the publishers send nothing
/// @param loss    share of packets that viewers lose and ask for again, 0..1
public record LoadShape(int streams, int viewers, boolean video, boolean silent, double loss) {
    private static final int SAMPLE_INTERVAL = 50;
    private static final int SAMPLE_MIN = 10;

    public static LoadShape of(int streams, int viewers) {
        return new LoadShape(streams, viewers, true, false, 0);
    }

    public LoadShape audioOnly() {
        return new LoadShape(streams, viewers, false, silent, loss);
    }

    public LoadShape withoutMedia() {
        return new LoadShape(streams, viewers, video, true, loss);
    }

    public LoadShape losing(double share) {
        return new LoadShape(streams, viewers, video, silent, share);
    }

    public int viewersInAll() {
        return streams * viewers;
    }

    public int sessions() {
        return streams + viewersInAll();
    }

    /// Whether a viewer opens packets and reads their stamps: 1 in 50, but at least 10.
    ///
    /// @param viewer its number among all
    boolean isSampled(int viewer) {
        int interval = Math.clamp(viewersInAll() / SAMPLE_MIN, 1, SAMPLE_INTERVAL);
        return viewer % interval == 0;
    }
}
