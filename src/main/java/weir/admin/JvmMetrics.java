package weir.admin;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;

import io.netty.buffer.PooledByteBufAllocator;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// What the virtual machine and the process use, as metrics with the names that all Java programs
/// have.
final class JvmMetrics {
    private JvmMetrics() {}

    static void add(MetricFamilies metrics) {
        addMemory(metrics);
        addCollections(metrics);
        metrics.gauge(
                "jvm_threads_current",
                "Platform threads.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        addProcess(metrics);
    }

    private static void addMemory(MetricFamilies metrics) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        Map<String, Long> used = new TreeMap<>();
        used.put("heap", memory.getHeapMemoryUsage().getUsed());
        used.put("nonheap", memory.getNonHeapMemoryUsage().getUsed());
        metrics.gauges("jvm_memory_used_bytes", "Memory in use.", "area", used);
        metrics.gauge(
                "jvm_memory_heap_max_bytes",
                "The most heap there may be.",
                memory.getHeapMemoryUsage().getMax());
        Map<String, Long> pools = new TreeMap<>();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            pools.put(pool.getName(), pool.getMemoryUsed());
        }
        metrics.gauges(
                "jvm_buffer_pool_used_bytes", "Memory of buffers beside the heap.", "pool", pools);
        metrics.gauge(
                "weir_packet_memory_bytes",
                "Memory that the allocator of packets has taken.",
                PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
    }

    private static void addCollections(MetricFamilies metrics) {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Double> seconds = new TreeMap<>();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            counts.put(collector.getName(), Math.max(0, collector.getCollectionCount()));
            seconds.put(
                    collector.getName(),
                    Math.max(0, collector.getCollectionTime())
                            / (double) TimeUnit.SECONDS.toMillis(1));
        }
        metrics.counters("jvm_gc_collections", "Garbage collections.", "gc", counts);
        metrics.counters(
                "jvm_gc_collection_seconds", "Time spent in garbage collections.", "gc", seconds);
    }

    private static void addProcess(MetricFamilies metrics) {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        metrics.counter(
                "process_cpu_seconds",
                "Time of processors used.",
                system.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1));
        metrics.gauge(
                "process_start_time_seconds",
                "When the process began, since 1970.",
                ManagementFactory.getRuntimeMXBean().getStartTime()
                        / (double) TimeUnit.SECONDS.toMillis(1));
        if (system instanceof UnixOperatingSystemMXBean unix) {
            metrics.gauge("process_open_fds", "Open files.", unix.getOpenFileDescriptorCount());
            metrics.gauge(
                    "process_max_fds", "Files that may be open.", unix.getMaxFileDescriptorCount());
        }
    }
}
