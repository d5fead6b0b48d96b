package weir.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Brings in many sessions, some at a time, and tells how far it is.
final class Joining {
    private static final int AT_A_TIME = 16;

    interface Dial<T> {
        T dial(int index) throws IOException, InterruptedException;
    }

    interface Leave<T> {
        void leave(T session) throws InterruptedException;
    }

    private final Progress progress;

    Joining(Progress progress) {
        this.progress = progress;
    }

    /// @return all, in order
    /// @throws IOException if one of them fails
    <T> List<T> all(String doing, int count, Dial<T> dial)
            throws IOException, InterruptedException {
        AtomicInteger done = new AtomicInteger();
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            tasks.add(
                    () -> {
                        T joined = dial.dial(index);
                        progress.show(doing + " " + done.incrementAndGet() + "/" + count);
                        return joined;
                    });
        }
        return run(tasks);
    }

    <T> void leave(List<T> sessions, Leave<T> leave) throws InterruptedException {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (T session : sessions) {
            tasks.add(
                    () -> {
                        leave.leave(session);
                        return null;
                    });
        }
        try {
            run(tasks);
        } catch (IOException _) {
            // The server forgets them by itself.
        }
    }

    private static <T> List<T> run(List<Callable<T>> tasks)
            throws IOException, InterruptedException {
        Semaphore turns = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(
                        threads.submit(
                                () -> {
                                    turns.acquire();
                                    try {
                                        return task.call();
                                    } finally {
                                        turns.release();
                                    }
                                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }
}
