package weir.bench.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Waits until sockets can be read (epoll). Owned by one thread, but for [#wake()].
public final class Poller {
    private static final int EVENTS_MAX = 256;
    private static final int NONBLOCK = 0x800;
    private static final int WAKE = -1;

    /// The kernel packs the struct on x86 alone.
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    private static final int EVENT_LENGTH = PACKED ? 12 : 16;
    private static final int EVENT_KEY = PACKED ? 4 : 8;

    private final int epoll;
    private final int wakeup;
    private final MemorySegment events;
    private final MemorySegment timeout;
    private final MemorySegment one;
    private final MemorySegment counter;

    public Poller() throws IOException {
        Arena arena = Arena.global();
        epoll = Libc.epollCreate();
        wakeup = Libc.eventfd(NONBLOCK);
        if (epoll < 0 || wakeup < 0) {
            throw new IOException("no epoll: raise the limit of open files (ulimit -n)");
        }
        events = arena.allocate((long) EVENTS_MAX * EVENT_LENGTH, 8);
        timeout = arena.allocate(16, 8);
        one = arena.allocate(8, 8);
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        counter = arena.allocate(8, 8);
        register(wakeup, WAKE);
    }

    /// @param key what [#key(int)] tells of it, 0 or more
    public void add(UdpSocket socket, int key) {
        register(socket.descriptor(), key);
    }

    private void register(int descriptor, int key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(16, 8);
            event.set(ValueLayout.JAVA_INT_UNALIGNED, 0, Libc.EPOLLIN);
            event.set(ValueLayout.JAVA_LONG_UNALIGNED, EVENT_KEY, key);
            if (Libc.epollControl(epoll, Libc.EPOLL_CTL_ADD, descriptor, event.address()) < 0) {
                throw new IllegalStateException("epoll does not take socket " + descriptor);
            }
        }
    }

    public void remove(UdpSocket socket) {
        try (Arena arena = Arena.ofConfined()) {
            long event = arena.allocate(16, 8).address();
            Libc.epollControl(epoll, Libc.EPOLL_CTL_DEL, socket.descriptor(), event);
        }
    }

    /// @param timeoutNanos 0 to look only
    /// @return how many keys there are
    public int await(long timeoutNanos) {
        timeout.set(ValueLayout.JAVA_LONG, 0, timeoutNanos / 1_000_000_000);
        timeout.set(ValueLayout.JAVA_LONG, 8, timeoutNanos % 1_000_000_000);
        return Math.max(0, Libc.epollWait(epoll, events.address(), EVENTS_MAX, timeout.address()));
    }

    /// @return negative for [#wake()]
    public int key(int event) {
        long at = (long) event * EVENT_LENGTH + EVENT_KEY;
        int key = (int) events.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        if (key == WAKE) {
            Libc.read(wakeup, counter.address(), 8);
        }
        return key;
    }

    /// Ends a wait; any thread may call it.
    public void wake() {
        Libc.write(wakeup, one.address(), 8);
    }
}
