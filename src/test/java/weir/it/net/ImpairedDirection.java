package weir.it.net;

import java.util.SplittableRandom;

/// One direction of an [ImpairedPath], as the path's thread and the tests' share it. Any thread.
public final class ImpairedDirection {
    private final Impairment<ImpairedPath.Datagram> impairment;

    ImpairedDirection(long seed) {
        impairment = new Impairment<>(new SplittableRandom(seed));
    }

    /// From now on, until the next call.
    public synchronized void set(Conditions conditions) {
        impairment.set(conditions, System.nanoTime());
    }

    public synchronized Impairment.Counts counts() {
        return impairment.counts();
    }

    /// Of the interval since the last call.
    public synchronized Queueing queueing() {
        return impairment.queueing(System.nanoTime());
    }

    synchronized void onDatagram(ImpairedPath.Datagram datagram, long nowNanos) {
        impairment.onDatagram(datagram, datagram.bytes().length, nowNanos);
    }

    /// @return null if nothing has arrived by now
    synchronized ImpairedPath.Datagram poll(long nowNanos) {
        return impairment.poll(nowNanos);
    }

    synchronized long deadlineNanos() {
        return impairment.deadlineNanos();
    }
}
