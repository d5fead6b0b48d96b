package weir.bench.session;

import org.HdrHistogram.Histogram;

import weir.bench.net.MessageArray;
import weir.bench.net.Poller;
import weir.bench.net.ThreadUrgency;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/// The one thread of all media: it sends what is due, reads what has come, and looks at each
/// session once a second. Sending comes first: between two reads it is looked at whether something
/// is due. Other threads [#post] and [#call].
public final class MediaLoop implements AutoCloseable {
    private static final long TICK_NANOS = 20_000_000;
    private static final int TICKS_PER_SECOND = 50;
    private static final long WAIT_MAX_NANOS = 10_000_000;

    /// Looking is cheaper than being woken late.
    private static final long WAIT_MIN_NANOS = 5_000;

    private static final int MESSAGES = 64;
    private static final long SLIP_MAX_NANOS = 60_000_000_000L;

    private final Poller poller = new Poller();
    private final MessageArray inbound = new MessageArray(MESSAGES);
    private final MessageArray outbound = new MessageArray(MESSAGES);
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Deque<Integer> freeKeys = new ArrayDeque<>();
    private final PriorityQueue<Publisher> schedule =
            new PriorityQueue<>(Comparator.comparingLong(Publisher::nextNanos));
    private final Histogram slip = new Histogram(SLIP_MAX_NANOS, 3);
    private final CompletableFuture<ThreadUrgency> urgency = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "media");
    private volatile boolean stopped;
    private long nextTickNanos = System.nanoTime();
    private int ticks;

    public MediaLoop() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    /// Runs the task on the loop, soon.
    public void post(Runnable task) {
        posted.add(task);
        poller.wake();
    }

    /// Runs it on the loop and waits for what it returns.
    public <T> T call(Callable<T> task) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        post(
                () -> {
                    try {
                        result.complete(task.call());
                    } catch (Exception e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// How the kernel ranks the loop's thread among others.
    public ThreadUrgency urgency() {
        return urgency.join();
    }

    /// CPU time that the loop's thread has used, in nanoseconds.
    public long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }

    /// How late sends were, in nanoseconds. On the loop alone.
    public Histogram slip() {
        return slip;
    }

    /// On the loop alone.
    void add(Endpoint endpoint) {
        Integer free = freeKeys.poll();
        int key = free == null ? endpoints.size() : free;
        if (free == null) {
            endpoints.add(endpoint);
        } else {
            endpoints.set(key, endpoint);
        }
        poller.add(endpoint.socket(), key);
    }

    /// On the loop alone.
    void remove(Endpoint endpoint) {
        int key = endpoints.indexOf(endpoint);
        if (key >= 0) {
            poller.remove(endpoint.socket());
            endpoints.set(key, null);
            freeKeys.add(key);
        }
    }

    /// Begins to send what the publisher has due. On the loop alone.
    void schedule(Publisher publisher) {
        schedule.add(publisher);
    }

    /// On the loop alone.
    void unschedule(Publisher publisher) {
        schedule.remove(publisher);
    }

    private void run() {
        urgency.complete(ThreadUrgency.raise());
        while (!stopped) {
            for (Runnable task; (task = posted.poll()) != null; ) {
                task.run();
                sendDue();
            }
            long nowNanos = sendDue();
            tickIfDue(nowNanos);
            int readable = poller.await(waitNanos());
            for (int event = 0; event < readable; event++) {
                read(poller.key(event));
            }
        }
    }

    private long waitNanos() {
        long nowNanos = System.nanoTime();
        long due = Math.min(nextTickNanos, nowNanos + WAIT_MAX_NANOS);
        Publisher first = schedule.peek();
        if (first != null) {
            due = Math.min(due, first.nextNanos());
        }
        long wait = due - nowNanos;
        return wait < WAIT_MIN_NANOS || !posted.isEmpty() ? 0 : wait;
    }

    private void read(int key) {
        Endpoint endpoint = key < 0 || key >= endpoints.size() ? null : endpoints.get(key);
        if (endpoint != null) {
            endpoint.onReadable(inbound);
            sendDue();
        }
    }

    private long sendDue() {
        long nowNanos = System.nanoTime();
        for (Publisher first;
                (first = schedule.peek()) != null && first.nextNanos() <= nowNanos; ) {
            schedule.poll();
            slip.recordValue(Math.min(nowNanos - first.nextNanos(), SLIP_MAX_NANOS));
            first.sendNext(outbound);
            schedule.add(first);
            nowNanos = System.nanoTime();
        }
        return nowNanos;
    }

    private void tickIfDue(long nowNanos) {
        if (nowNanos < nextTickNanos) {
            return;
        }
        nextTickNanos = nowNanos + TICK_NANOS;
        int turn = ticks++ % TICKS_PER_SECOND;
        for (int key = 0; key < endpoints.size(); key++) {
            Endpoint endpoint = endpoints.get(key);
            if (endpoint != null && (key % TICKS_PER_SECOND == turn || endpoint.isHurried())) {
                endpoint.onTick(System.nanoTime());
                sendDue();
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        poller.wake();
    }
}
