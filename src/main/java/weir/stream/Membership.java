package weir.stream;

import weir.transport.PeerDriver;

import java.util.Optional;

/// A session's place among the subscribers of a stream, from joining to leaving. Owned by the
/// session's loop.
final class Membership {
    private final String stream;
    private final StreamTableRef streams;
    private final PeerDriver driver;
    private final FanOutTarget target;
    private Optional<LoopFanOut> fanOut = Optional.empty();
    private boolean left;

    private Membership(
            String stream, StreamTableRef streams, PeerDriver driver, FanOutTarget target) {
        this.stream = stream;
        this.streams = streams;
        this.driver = driver;
        this.target = target;
    }

    /// @param viewer what others can tell it, empty for a link
    /// @param target hears of the stream from now on
    static Membership join(
            String stream,
            StreamTableRef streams,
            PeerDriver driver,
            StreamMember.Role role,
            Optional<SubscriberRef> viewer,
            FanOutTarget target) {
        Membership membership = new Membership(stream, streams, driver, target);
        // Posted even if it is known at once: behind what the fan-out was told of the stream
        // before.
        StreamMember member = new StreamMember(driver.ref(), role, viewer);
        streams.join(stream, member, driver.owner())
                .onSuccess(joined -> driver.owner().post(() -> membership.onJoined(joined)));
        return membership;
    }

    private void onJoined(LoopFanOut joined) {
        if (!left) {
            fanOut = Optional.of(joined);
            joined.add(target);
        }
    }

    void leave() {
        driver.owner().assertOwned();
        left = true;
        fanOut.ifPresent(joined -> joined.remove(target));
        streams.leave(stream, driver.ref().id());
    }
}
