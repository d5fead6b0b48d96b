package weir.congestion;

/// What the bottleneck does during a run of a minute.
enum Scenario {
    STEADY,
    STEP,
    RAMP,
    CROSS_TRAFFIC,
    RANDOM_LOSS;

    static final double SECONDS = 60;

    /// The capacity, as a share of the run's greatest.
    double capacity(double second) {
        return switch (this) {
            case STEADY, CROSS_TRAFFIC, RANDOM_LOSS -> 1;
            case STEP -> second < SECONDS / 3 || second >= 2 * SECONDS / 3 ? 1 : 0.3;
            case RAMP -> 0.3 + 0.7 * Math.abs(1 - 2 * second / SECONDS);
        };
    }

    /// The cross traffic, as a share of the run's greatest capacity.
    double crossTraffic(double second, double share) {
        return switch (this) {
            case STEADY, STEP, RAMP, RANDOM_LOSS -> 0;
            case CROSS_TRAFFIC -> second % 30 >= 10 && second % 30 < 25 ? share : 0;
        };
    }

    double loss(double share) {
        return this == RANDOM_LOSS ? share : 0;
    }
}
