package weir.congestion;

/// Tells loss for want of capacity from loss that would come at any rate, and limits the rate only
/// for the former.
///
/// The rule of draft-ietf-rmcat-gcc-02 §6 (above 10 % lower the rate, below 2 % raise it) starves
/// whoever is behind a radio link. Here a path of capacity C that loses the share q of all packets
/// is thought to lose `q + (1 - q) · max(0, 1 - C / rate)`. Of a few capacities, each with the q
/// that suits it best, the likeliest in view of what was lost lately at which rates wins. Where all
/// rates were alike the data cannot tell: then a q of up to a tenth is believed, and above it the
/// rate is lowered, which makes rates that differ.
final class LossModel {
    /// No limit: what is lost is not lost for want of capacity.
    static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private static final int OBSERVATIONS = 20;
    private static final int PACKETS_MIN = 20;
    private static final double FADE = 0.9;
    private static final double LOSS_MIN = 0.02;
    private static final double RANDOM_MAX = 0.1;

    private static final double[] CAPACITIES = {0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
    private static final int ROUNDS = 5;
    private static final double SHARE_START = 0.05;
    private static final double PROBABILITY_MIN = 1e-4;

    // By packet: what a limit must be likelier, and what a share of random loss costs, squared.
    private static final double LIMIT_COST = 0.003;
    private static final double SHARE_COST = 0.3;
    private static final double EVIDENCE_MIN = 5;

    private final double[] packets = new double[OBSERVATIONS];
    private final double[] lost = new double[OBSERVATIONS];
    private final double[] rateBps = new double[OBSERVATIONS];
    private int next;
    private double share;
    private double leastShare;
    private double epochLeastShare;

    /// What became of the packets of a while.
    ///
    /// @param packetCount  sent; too few are not looked at
    /// @param lostCount    of those
    /// @param sentBps      the rate they were sent at
    /// @param estimateBps  the rate that is allowed now
    /// @return the rate that is not to be exceeded, or [#UNLIMITED]
    double onObservation(int packetCount, int lostCount, double sentBps, double estimateBps) {
        if (packetCount == 0 || sentBps <= 0) {
            return UNLIMITED;
        }
        for (int i = 0; i < OBSERVATIONS; i++) {
            packets[i] *= FADE;
            lost[i] *= FADE;
        }
        packets[next] = packetCount;
        lost[next] = lostCount;
        rateBps[next] = sentBps;
        next = (next + 1) % OBSERVATIONS;
        double all = sum(packets);
        double allLost = sum(lost);
        share = allLost / all;
        if (next == 0) {
            leastShare = epochLeastShare;
            epochLeastShare = share;
        }
        epochLeastShare = Math.min(epochLeastShare, share);
        leastShare = Math.min(leastShare, share);
        return share < LOSS_MIN || all < PACKETS_MIN
                ? UNLIMITED
                : likeliest(all, Math.min(estimateBps, maximum()));
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /// The greatest rate that was tried.
    private double maximum() {
        double maximum = 0;
        for (int i = 0; i < OBSERVATIONS; i++) {
            maximum = Math.max(maximum, rateBps[i]);
        }
        return maximum;
    }

    private double likeliest(double all, double referenceBps) {
        double best = score(UNLIMITED, all) + EVIDENCE_MIN + LIMIT_COST * all;
        double capacity = UNLIMITED;
        for (double factor : CAPACITIES) {
            double score = score(factor * referenceBps, all);
            if (score > best) {
                best = score;
                capacity = factor * referenceBps;
            }
        }
        return capacity;
    }

    private double score(double capacityBps, double all) {
        double random = randomShare(capacityBps, all);
        double score = -SHARE_COST * random * random * all;
        for (int i = 0; i < OBSERVATIONS; i++) {
            if (packets[i] > 0) {
                double excess = excess(i, capacityBps);
                double lossProbability =
                        Math.clamp(
                                random + (1 - random) * excess,
                                PROBABILITY_MIN,
                                1 - PROBABILITY_MIN);
                score +=
                        lost[i] * Math.log(lossProbability)
                                + (packets[i] - lost[i]) * Math.log1p(-lossProbability);
            }
        }
        return score;
    }

    /// The share of random loss that suits a capacity best: each lost packet counts as much as the
    /// share of the last round makes it likely that it was lost at random (expectation and
    /// maximisation in turn).
    private double randomShare(double capacityBps, double all) {
        if (capacityBps == UNLIMITED) {
            return share;
        }
        double random = SHARE_START;
        for (int round = 0; round < ROUNDS; round++) {
            double sum = 0;
            for (int i = 0; i < OBSERVATIONS; i++) {
                sum += lost[i] * random / (random + (1 - random) * excess(i, capacityBps));
            }
            random = Math.max(sum / all, PROBABILITY_MIN);
        }
        return random;
    }

    /// The share of an observation's packets for which a capacity has no room.
    private double excess(int i, double capacityBps) {
        return rateBps[i] <= capacityBps ? 0 : 1 - capacityBps / rateBps[i];
    }

    /// Of all packets of the last observations, newer ones counting more: 0 to 1.
    double share() {
        return share;
    }

    /// What is lost at any rate, cautiously: the least of the last 20 to 40 observations, and no
    /// more than a tenth.
    double randomShare() {
        return Math.min(RANDOM_MAX, leastShare);
    }
}
