package weir.admin;

import com.sun.management.OperatingSystemMXBean;

import io.vertx.core.AsyncResult;

import weir.cluster.NodeLoad;
import weir.loop.OwnerLoop;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;

import java.lang.management.ManagementFactory;

/// How busy this node is: what was found out at the last look, while the next is begun. Owned.
final class LoadMeter {
    private final OwnerLoop owner;
    private final StreamTableRef streams;
    private final NodeTransport transport;
    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private NodeLoad latest = NodeLoad.NONE;
    private boolean looking;

    LoadMeter(OwnerLoop owner, StreamTableRef streams, NodeTransport transport) {
        this.owner = owner;
        this.streams = streams;
        this.transport = transport;
    }

    /// @return what is known now; the next call knows more
    NodeLoad look() {
        owner.assertOwned();
        if (!looking) {
            looking = true;
            transport
                    .stats(owner)
                    .compose(
                            stats ->
                                    streams.snapshots(owner)
                                            .map(
                                                    all ->
                                                            new NodeLoad(
                                                                    stats.sessions(),
                                                                    all.size(),
                                                                    stats.sendBps(),
                                                                    cpu())))
                    .onComplete(this::onLooked);
        }
        return latest;
    }

    private void onLooked(AsyncResult<NodeLoad> looked) {
        looking = false;
        if (looked.succeeded()) {
            latest = looked.result();
        }
    }

    /// The process's share of all processors, rounded; 0 where the system does not tell.
    private double cpu() {
        return Math.round(100 * Math.max(0, system.getProcessCpuLoad())) / 100.0;
    }
}
