package weir.bench.jmh;

import io.netty.util.concurrent.DefaultThreadFactory;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads of the kind that event loops have, for JMH to run benchmarks on: on any other, Netty
/// keeps no buffers for the next packet. JMH finds it by its name, see scripts/bench.
public final class LoopThreads extends ThreadPoolExecutor {
    public LoopThreads(int threads, String prefix) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(prefix));
    }
}
