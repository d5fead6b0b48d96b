package weir.forward;

/// What was decided on the spatial layers of the last 64 pictures, which are told apart by their
/// timestamps. Owned by a [LayerFilter].
final class PictureLog {
    static final int NONE = -1;

    private static final int PICTURES = 64;

    private final int[] timestamps = new int[PICTURES];
    private final byte[] kept = new byte[PICTURES];
    private final byte[] dropped = new byte[PICTURES];
    private final byte[] spatialIds = new byte[PICTURES];
    private final byte[] temporalIds = new byte[PICTURES];
    private long added;
    private int newest = NONE;

    /// The picture, or [#NONE].
    int find(int timestamp) {
        if (newest != NONE && timestamps[newest] == timestamp) {
            return newest;
        }
        for (int picture = size() - 1; picture >= 0; picture--) {
            if (timestamps[picture] == timestamp) {
                return picture;
            }
        }
        return NONE;
    }

    boolean isNewest(int picture) {
        return picture == newest;
    }

    /// The one with the highest timestamp, or [#NONE].
    int newest() {
        return newest;
    }

    /// Whether a picture that is not here comes after all that are.
    boolean isAhead(int timestamp) {
        return newest == NONE || timestamp - timestamps[newest] > 0;
    }

    /// The last picture before this time, or [#NONE].
    int before(int timestamp) {
        int nearest = NONE;
        for (int picture = 0; picture < size(); picture++) {
            int distance = timestamp - timestamps[picture];
            if (distance > 0 && (nearest == NONE || distance < timestamp - timestamps[nearest])) {
                nearest = picture;
            }
        }
        return nearest;
    }

    private int size() {
        return (int) Math.min(added, PICTURES);
    }

    /// @param spatialId  the highest spatial layer that is sent of it
    /// @param temporalId the highest temporal layer that is sent at its time
    int add(int timestamp, int spatialId, int temporalId) {
        boolean ahead = isAhead(timestamp);
        int picture = (int) (added++ % PICTURES);
        if (picture == newest && !ahead) {
            picture = (int) (added++ % PICTURES);
        }
        timestamps[picture] = timestamp;
        kept[picture] = 0;
        dropped[picture] = 0;
        spatialIds[picture] = (byte) spatialId;
        temporalIds[picture] = (byte) temporalId;
        newest = ahead ? picture : newest;
        return picture;
    }

    void decide(int picture, int spatialId, boolean keeps) {
        byte[] layers = keeps ? kept : dropped;
        layers[picture] |= (byte) (1 << spatialId);
    }

    boolean isDecided(int picture, int spatialId) {
        return ((kept[picture] | dropped[picture]) >> spatialId & 1) != 0;
    }

    boolean isKept(int picture, int spatialId) {
        return (kept[picture] >> spatialId & 1) != 0;
    }

    boolean isDropped(int picture, int spatialId) {
        return (dropped[picture] >> spatialId & 1) != 0;
    }

    /// Mask of the spatial layers.
    int kept(int picture) {
        return kept[picture] & 0xff;
    }

    /// Mask of the spatial layers.
    int decided(int picture) {
        return (kept[picture] | dropped[picture]) & 0xff;
    }

    int spatialId(int picture) {
        return spatialIds[picture];
    }

    int temporalId(int picture) {
        return temporalIds[picture];
    }
}
