package weir.bench.net;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The calls of Linux that the generator makes itself. Pointers are passed as addresses; a negative
/// result is an error. Those that never wait are made without leaving the VM's thread state.
final class Libc {
    static final int AF_INET = 2;
    static final int SOCK_DGRAM_NONBLOCK = 2 | 0x800;
    static final int MSG_DONTWAIT = 0x40;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLLIN = 1;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong POINTER = ValueLayout.JAVA_LONG;
    private static final Linker.Option AT_ONCE = Linker.Option.critical(false);

    private static final MethodHandle SOCKET = find("socket", INT, INT, INT);
    private static final MethodHandle BIND = find("bind", INT, POINTER, INT);
    private static final MethodHandle GETSOCKNAME = find("getsockname", INT, POINTER, POINTER);
    private static final MethodHandle SETSOCKOPT = find("setsockopt", INT, INT, INT, POINTER, INT);
    private static final MethodHandle CLOSE = find("close", INT);
    private static final MethodHandle EVENTFD = find("eventfd", INT, INT);
    private static final MethodHandle WRITE = findLong("write", INT, POINTER, POINTER);
    private static final MethodHandle READ = findLong("read", INT, POINTER, POINTER);
    private static final MethodHandle EPOLL_CREATE = find("epoll_create1", INT);
    private static final MethodHandle EPOLL_CTL = find("epoll_ctl", INT, INT, INT, POINTER);
    private static final MethodHandle EPOLL_PWAIT2 =
            find("epoll_pwait2", INT, POINTER, INT, POINTER, POINTER);
    private static final MethodHandle RECVMMSG =
            findAtOnce("recvmmsg", INT, POINTER, INT, INT, POINTER);
    private static final MethodHandle SENDMMSG = findAtOnce("sendmmsg", INT, POINTER, INT, INT);
    private static final MethodHandle SENDTO =
            findLong("sendto", INT, POINTER, POINTER, INT, POINTER, INT);
    private static final MethodHandle SCHED_SETSCHEDULER =
            find("sched_setscheduler", INT, INT, POINTER);
    private static final MethodHandle SETPRIORITY = find("setpriority", INT, INT, INT);

    private Libc() {}

    private static MethodHandle find(String name, ValueLayout... arguments) {
        return find(name, FunctionDescriptor.of(INT, arguments));
    }

    private static MethodHandle findLong(String name, ValueLayout... arguments) {
        return find(name, FunctionDescriptor.of(POINTER, arguments));
    }

    private static MethodHandle findAtOnce(String name, ValueLayout... arguments) {
        return find(name, FunctionDescriptor.of(INT, arguments), AT_ONCE);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle find(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    static int socket(int family, int type) {
        try {
            return (int) SOCKET.invokeExact(family, type, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bind(int fd, long address, int length) {
        try {
            return (int) BIND.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int getsockname(int fd, long address, long length) {
        try {
            return (int) GETSOCKNAME.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int setsockopt(int fd, int level, int name, long value, int length) {
        try {
            return (int) SETSOCKOPT.invokeExact(fd, level, name, value, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int eventfd(int flags) {
        try {
            return (int) EVENTFD.invokeExact(0, flags);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long write(int fd, long bytes, long length) {
        try {
            return (long) WRITE.invokeExact(fd, bytes, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long read(int fd, long bytes, long length) {
        try {
            return (long) READ.invokeExact(fd, bytes, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int epollCreate() {
        try {
            return (int) EPOLL_CREATE.invokeExact(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int epollControl(int epoll, int operation, int fd, long event) {
        try {
            return (int) EPOLL_CTL.invokeExact(epoll, operation, fd, event);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// @param timeout address of a timespec
    static int epollWait(int epoll, long events, int count, long timeout) {
        try {
            return (int) EPOLL_PWAIT2.invokeExact(epoll, events, count, timeout, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int recvmmsg(int fd, long messages, int count) {
        try {
            return (int) RECVMMSG.invokeExact(fd, messages, count, MSG_DONTWAIT, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int sendmmsg(int fd, long messages, int count) {
        try {
            return (int) SENDMMSG.invokeExact(fd, messages, count, MSG_DONTWAIT);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long sendto(int fd, long bytes, long length, long address, int addressLength) {
        try {
            return (long)
                    SENDTO.invokeExact(fd, bytes, length, MSG_DONTWAIT, address, addressLength);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Of the calling thread.
    ///
    /// @param parameter address of a sched_param
    static int setScheduler(int policy, long parameter) {
        try {
            return (int) SCHED_SETSCHEDULER.invokeExact(0, policy, parameter);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Of the calling thread: Linux takes no other by 0.
    static int setPriority(int nice) {
        try {
            return (int) SETPRIORITY.invokeExact(0, 0, nice);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a native call failed", e);
    }
}
