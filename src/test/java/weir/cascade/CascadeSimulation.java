package weir.cascade;

import weir.cluster.Claim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/// A cluster of plans with a directory of claims and a network between them, in simulated time.
/// Messages take any time, hints get lost, nodes die, and come back knowing nothing.
final class CascadeSimulation {
    private static final String STREAM = "s";
    private static final long MILLI = 1_000_000;

    private record Event(long nanos, long order, Runnable what) {}

    final List<Node> nodes = new ArrayList<>();
    final SplittableRandom random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    (one, other) ->
                            one.nanos() != other.nanos()
                                    ? Long.compare(one.nanos(), other.nanos())
                                    : Long.compare(one.order(), other.order()));
    private final Set<Set<Integer>> severed = new HashSet<>();
    Optional<Claim> claim = Optional.empty();
    private long epochs;
    private long order;
    long now;
    double loss;

    CascadeSimulation(long seed, int size) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < size; i++) {
            nodes.add(new Node(i));
        }
    }

    /// One publication on a node: a publisher, or a link to another node's.
    final class Publication {
        final Node at;
        final long epoch;
        final Optional<Publication> parent;
        boolean closing;

        Publication(Node at, long epoch, Optional<Publication> parent) {
            this.at = at;
            this.epoch = epoch;
            this.parent = parent;
        }

        boolean isLink() {
            return parent.isPresent();
        }

        void close() {
            if (!closing) {
                closing = true;
                after(random.nextInt(20), () -> at.onEnded(this));
            }
        }

        /// A link ends about a second after its other end, or the way there, is gone.
        void checkParent() {
            parent.filter(up -> up.closing || !up.at.alive(up) || !reaches(at, up.at))
                    .ifPresent(_ -> after(1000, this::close));
        }
    }

    /// One node: its plan, and of the rest of it what the plan hears.
    final class Node {
        final int id;
        CascadePlan plan;
        Optional<Publication> current = Optional.empty();
        final List<Publication> all = new ArrayList<>();
        int viewers;
        int life;

        Node(int id) {
            this.id = id;
            restart();
        }

        private void restart() {
            life++;
            plan = new CascadePlan(name(), Duration.ofSeconds(3));
            current = Optional.empty();
            all.clear();
            viewers = 0;
            every(5000, life, () -> plan.streams().forEach(_ -> lookUp()));
            every(2000, life, this::assertClaim);
        }

        String name() {
            return "node" + id + "." + life;
        }

        boolean alive(Publication publication) {
            return all.contains(publication);
        }

        private void every(long millis, int of, Runnable what) {
            after(
                    millis,
                    () -> {
                        if (life == of) {
                            what.run();
                            every(millis, of, what);
                        }
                    });
        }

        void die() {
            String gone = name();
            restart();
            after(5000, () -> sweep(gone));
        }

        void watch(int count) {
            viewers = count;
            plan.onViewers(STREAM, count, now);
            if (count > 0) {
                lookUp();
            }
            carryOut();
        }

        void publish() {
            Claim mine = new Claim(STREAM, "c" + epochs, name(), ++epochs);
            claim(Optional.of(mine));
            int of = life;
            after(
                    random.nextInt(100),
                    () -> begin(of, new Publication(this, mine.epoch(), none())));
        }

        private Optional<Publication> none() {
            return Optional.empty();
        }

        /// As `stream.Stream` does it.
        void begin(int of, Publication next) {
            if (of != life) {
                return;
            }
            all.add(next);
            if (current.filter(it -> it.epoch > next.epoch).isPresent()) {
                next.close();
                return;
            }
            Optional<Publication> replaced = current;
            current = Optional.of(next);
            replaced.ifPresent(Publication::close);
            if (next.isLink()) {
                plan.onLinkPublication(STREAM, next.epoch);
            } else {
                plan.onOwnPublication(STREAM, next.epoch);
            }
            carryOut();
        }

        void onEnded(Publication ended) {
            if (!all.remove(ended)) {
                return;
            }
            if (!ended.isLink() && claim.filter(it -> it.epoch() == ended.epoch).isPresent()) {
                claim(Optional.empty());
            }
            if (current.filter(it -> it == ended).isPresent()) {
                current = Optional.empty();
                plan.onPublicationEnded(STREAM, now);
                lookUp();
                carryOut();
            }
            nodes.forEach(each -> List.copyOf(each.all).forEach(Publication::checkParent));
        }

        private void assertClaim() {
            current.filter(it -> !it.isLink())
                    .ifPresent(
                            mine -> {
                                if (claim.filter(it -> it.epoch() >= mine.epoch).isEmpty()) {
                                    claim(Optional.of(new Claim(STREAM, "c", name(), mine.epoch)));
                                }
                                plan.onClaim(STREAM, claim);
                                carryOut();
                            });
        }

        void lookUp() {
            int of = life;
            after(
                    random.nextInt(30),
                    () -> {
                        Optional<Claim> read = claim;
                        after(random.nextInt(30), () -> onFound(of, read));
                    });
        }

        private void onFound(int of, Optional<Claim> found) {
            if (of == life) {
                plan.onClaim(STREAM, found);
                carryOut();
            }
        }

        void carryOut() {
            for (CascadeAction action; (action = plan.poll(now)) != null; ) {
                switch (action) {
                    case CascadeAction.Pull(var from) -> pull(from);
                    case CascadeAction.Drop _, CascadeAction.Yield _ ->
                            current.ifPresent(Publication::close);
                }
            }
            long deadline = plan.deadlineNanos(now);
            if (deadline != Long.MAX_VALUE) {
                if (deadline <= now) {
                    throw new AssertionError("a plan that was polled is due in the past");
                }
                int of = life;
                at(
                        deadline,
                        () -> {
                            if (of == life) {
                                carryOut();
                            }
                        });
            }
        }

        private void pull(Claim from) {
            if (from.node().equals(name())) {
                throw new AssertionError("a stream is pulled from the node that wants it");
            }
            int of = life;
            if (random.nextInt(50) == 0) {
                return; // Nothing is ever heard of it.
            }
            after(random.nextInt(50), () -> attach(of, from));
        }

        private void attach(int of, Claim from) {
            Optional<Publication> parent =
                    nodes.stream()
                            .filter(each -> each.name().equals(from.node()) && reaches(this, each))
                            .flatMap(each -> each.current.stream())
                            .filter(it -> !it.closing && it.epoch == from.epoch())
                            .findFirst();
            if (parent.isPresent() && random.nextDouble() >= loss) {
                Publication link = new Publication(this, from.epoch(), parent);
                after(
                        random.nextInt(300),
                        () -> {
                            begin(of, link);
                            link.checkParent();
                        });
            } else {
                after(random.nextInt(2000), () -> onPullFailed(of, from));
            }
        }

        private void onPullFailed(int of, Claim from) {
            if (of == life) {
                plan.onPullFailed(STREAM, from.epoch(), now);
                lookUp();
                carryOut();
            }
        }
    }

    private void sweep(String gone) {
        if (claim.filter(it -> it.node().equals(gone)).isPresent()) {
            claim(Optional.empty());
        }
    }

    /// The directory has changed: who hears of it looks again.
    private void claim(Optional<Claim> next) {
        claim = next;
        for (Node node : nodes) {
            if (random.nextDouble() >= loss) {
                after(
                        random.nextInt(50),
                        () -> {
                            if (node.plan.follows(STREAM)) {
                                node.lookUp();
                            }
                        });
            }
        }
    }

    void sever(int one, int other) {
        severed.add(Set.of(one, other));
        nodes.forEach(each -> List.copyOf(each.all).forEach(Publication::checkParent));
    }

    void heal() {
        severed.clear();
    }

    private boolean reaches(Node one, Node other) {
        return one == other || !severed.contains(Set.of(one.id, other.id));
    }

    void after(long millis, Runnable what) {
        at(now + millis * MILLI, what);
    }

    private void at(long nanos, Runnable what) {
        events.add(new Event(nanos, order++, what));
    }

    /// @param invariants checked after every event
    void run(long millis, Runnable invariants) {
        long until = now + millis * MILLI;
        while (!events.isEmpty() && events.peek().nanos() <= until) {
            Event event = events.poll();
            now = event.nanos();
            event.what().run();
            invariants.run();
        }
        now = until;
    }

    /// Links of each node that are not being closed.
    Map<Integer, List<Publication>> links() {
        Map<Integer, List<Publication>> links = new HashMap<>();
        for (Node node : nodes) {
            links.put(node.id, node.all.stream().filter(it -> it.isLink() && !it.closing).toList());
        }
        return links;
    }
}
