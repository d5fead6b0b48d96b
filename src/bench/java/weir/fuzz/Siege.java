package weir.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One attack on a node of its own, from start to end.
public final class Siege {
    private static final int WARMING_OF = 30;
    private static final int ASK_MILLIS = 500;

    /// Longer than `transport.session-timeout` of the node.
    private static final int UNTIL_ENDED_SECONDS = 6;

    private static final int REPAIR_ROUNDS = 10;

    private final FuzzPlan plan;
    private final FuzzedNode node;
    private final WatchedStream stream;
    private final HostileSessions hostile;
    private final DatagramAttack datagrams;
    private final RequestAttack requests;
    private final List<WatchedStream.Window> windows = new ArrayList<>();
    private final List<FuzzedNode.Memory> memory = new ArrayList<>();

    private Siege(FuzzPlan plan, FuzzedNode node, WatchedStream stream, HostileSessions hostile)
            throws IOException {
        this.plan = plan;
        this.node = node;
        this.stream = stream;
        this.hostile = hostile;
        Random random = new Random(plan.seed());
        this.datagrams = new DatagramAttack(stream, hostile, random, plan.rate());
        this.requests = new RequestAttack(node.url(), plan.project(), plan.seed());
    }

    /// Blocks until it is over; what it started has ended then.
    public static FuzzReport run(FuzzPlan plan) throws IOException, InterruptedException {
        try (FuzzedNode node = FuzzedNode.start(plan.project(), plan.logs());
                WatchedStream stream = WatchedStream.start(node.url());
                HostileSessions hostile =
                        new HostileSessions(node.url(), new Random(~plan.seed()))) {
            rest(2);
            return new Siege(plan, node, stream, hostile).run();
        }
    }

    private FuzzReport run() throws IOException, InterruptedException {
        try (datagrams) {
            attack(0, Math.max(1, plan.datagrams() / WARMING_OF), plan.requests() / WARMING_OF + 1);
            hostile.close();
            rest(UNTIL_ENDED_SECONDS);
            stream.window();
            rest(plan.calm());
            note();
            for (int i = 1; i <= plan.windows(); i++) {
                long share = plan.datagrams() / plan.windows();
                attack(i, share, plan.requests() / plan.windows());
                note();
            }
            hostile.close();
            rest(UNTIL_ENDED_SECONDS);
            memory.add(node.memory());
            return report();
        }
    }

    private void note() throws IOException, InterruptedException {
        windows.add(stream.window());
        memory.add(node.memory());
    }

    private void attack(int turn, long count, int requestCount)
            throws IOException, InterruptedException {
        hostile.renew();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Siege::thread)) {
            List<Future<?>> parts =
                    List.of(
                            threads.submit(
                                    () -> {
                                        datagrams.send(count);
                                        return true;
                                    }),
                            threads.submit(
                                    () -> {
                                        hostile.attackAtStart(datagrams.seeds());
                                        requests.send(requestCount, turn);
                                        return true;
                                    }));
            while (!parts.stream().allMatch(Future::isDone)) {
                stream.missing();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ASK_MILLIS));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static Thread thread(Runnable task) {
        return Thread.ofPlatform().name("attack").daemon().unstarted(task);
    }

    private FuzzReport report() throws IOException {
        int missing = stream.missing();
        for (int i = 0; i < REPAIR_ROUNDS && missing > 0; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ASK_MILLIS));
            missing = stream.missing();
        }
        return new FuzzReport(
                datagrams.counts(),
                datagrams.connectionsOpened(),
                datagrams.strangersSentBytes(),
                datagrams.strangersReceivedBytes(),
                datagrams.amplified(),
                requests.sent(),
                requests.statuses(),
                windows,
                memory,
                Math.max(0, missing - windows.getFirst().missing()),
                node.socketDrops(),
                node.loud(),
                stream.ended());
    }

    private static void rest(int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left; (left = until - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
    }
}
