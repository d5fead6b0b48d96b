package weir.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// Keeps a [HazelcastDirectory]'s view like the map, and the map free of claims whose owner is
/// gone.
///
/// Every survivor removes the claims of a departed node: removing needs the same node and epoch, so
/// it does not matter who comes first, or how often. A ref.
final class ClaimSweeper {
    private static final Logger log = LoggerFactory.getLogger(ClaimSweeper.class);
    private static final long COMPARE_MILLIS = 5_000;

    private final ClusteredVertx cluster;
    private final IMap<String, String> map;
    private final ClaimView view;
    private final OwnerLoop owner;
    private final HazelcastDirectory directory;
    private final AtomicBoolean comparing = new AtomicBoolean();
    private final LongAdder sweptDeparted = new LongAdder();
    private final LongAdder sweptOwn = new LongAdder();
    private final LongAdder corrected = new LongAdder();

    /// Claims of nodes that were no members at the last comparison. One that just joined may be
    /// known by its claim before it is as a member, so once is not enough. Only the comparer uses
    /// it.
    private Set<Claim> suspects = Set.of();

    private volatile boolean closed;
    private UUID mapListener = new UUID(0, 0);
    private Registration departures = () -> {};
    private Registration changes = () -> {};
    private long timer;

    ClaimSweeper(
            ClusteredVertx cluster,
            IMap<String, String> map,
            ClaimView view,
            OwnerLoop owner,
            HazelcastDirectory directory) {
        this.cluster = cluster;
        this.map = map;
        this.view = view;
        this.owner = owner;
        this.directory = directory;
    }

    /// Blocks until the view is like the map.
    void start() {
        mapListener = map.addEntryListener(new Hints(), true);
        departures = cluster.membership().onDeparted(this::onDeparted);
        changes = cluster.membership().onChanged(_ -> onMembersChanged());
        compare();
        timer = owner.context().setPeriodic(COMPARE_MILLIS, _ -> compareLater());
    }

    void close() {
        closed = true;
        owner.context().owner().cancelTimer(timer);
        departures.remove();
        changes.remove();
        background(() -> map.removeEntryListener(mapListener));
    }

    long sweptDeparted() {
        return sweptDeparted.sum();
    }

    long sweptOwn() {
        return sweptOwn.sum();
    }

    long corrected() {
        return corrected.sum();
    }

    private void onDeparted(String node) {
        background(
                () ->
                        sweep(
                                HazelcastDirectory.readAll(map),
                                claim -> claim.node().equals(node),
                                sweptDeparted));
    }

    private void onMembersChanged() {
        directory.heldStreams().forEach(directory::hint);
        compareLater();
    }

    private void compareLater() {
        background(this::compare);
    }

    private void compare() {
        if (!comparing.compareAndSet(false, true)) {
            return;
        }
        try {
            Set<String> members = cluster.membership().nodes();
            Map<String, Claim> claims = new HashMap<>();
            Set<String> wrong =
                    view.compare(
                            () -> {
                                claims.putAll(HazelcastDirectory.readAll(map));
                                return claims;
                            });
            corrected.add(wrong.size());
            wrong.forEach(directory::hint);
            claims.values().forEach(directory::onSeen);
            Set<Claim> ownerless = new HashSet<>(claims.values());
            ownerless.removeIf(claim -> members.contains(claim.node()));
            sweep(
                    claims,
                    claim -> ownerless.contains(claim) && suspects.contains(claim),
                    sweptDeparted);
            suspects = ownerless;
            sweep(claims, directory::isAbandoned, sweptOwn);
        } finally {
            comparing.set(false);
        }
    }

    private void sweep(Map<String, Claim> claims, Predicate<Claim> wanted, LongAdder swept) {
        for (Claim claim : claims.values()) {
            if (wanted.test(claim)) {
                String answer =
                        map.executeOnKey(
                                claim.stream(),
                                new ClaimProcessor(new ClaimOperation.Clear(claim)));
                var decision = ClaimProcessor.Decision.read(claim.stream(), answer);
                if (decision.before().isPresent() && decision.after().isEmpty()) {
                    swept.increment();
                    directory.onCleared(claim);
                } else {
                    directory.onGone(claim);
                }
            }
        }
    }

    private void background(Runnable task) {
        Thread.ofVirtual()
                .name("weir-claims")
                .start(
                        () -> {
                            try {
                                task.run();
                            } catch (HazelcastInstanceNotActiveException e) {
                                log.debug("{} left the cluster", cluster.nodeId(), e);
                            } catch (RuntimeException e) {
                                if (!closed) {
                                    log.warn("{} could not compare claims", cluster.nodeId(), e);
                                }
                            }
                        });
    }

    private final class Hints extends EntryChanges {
        @Override
        public void entryRemoved(EntryEvent<String, String> event) {
            claim(event.getKey(), event.getOldValue()).ifPresent(directory::onGone);
        }

        @Override
        void onPut(EntryEvent<String, String> event) {
            claim(event.getKey(), event.getValue()).ifPresent(directory::onStands);
        }

        private static Optional<Claim> claim(String stream, String value) {
            return Optional.ofNullable(value).flatMap(text -> Claim.read(stream, text));
        }
    }
}
