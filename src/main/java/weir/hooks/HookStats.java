package weir.hooks;

/// How it went with the events of a node, each counted once for each target. A value.
///
/// @param told     and heard
/// @param repeated since nobody heard
/// @param dropped  never heard, or not told for want of room
public record HookStats(long told, long repeated, long dropped) {
    static final HookStats NONE = new HookStats(0, 0, 0);

    HookStats plus(HookStats other) {
        return new HookStats(told + other.told, repeated + other.repeated, dropped + other.dropped);
    }
}
