package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;

/// Where one session's datagrams go. A run of equal ones goes as one UDP GSO send; where the kernel
/// refuses
/// that (the path's MTU is smaller than a segment, the device cannot), what was refused goes again
/// singly,
/// and so does all that follows. Owned by the socket's loop.
final class Destination implements ChannelFutureListener {
    private static final boolean SEGMENTS = isSegmentationSupported();

    private static final int EIO = 5;
    private static final int EINVAL = 22;
    private static final int EMSGSIZE = 90;

    /// How many sends may be remembered until the kernel has taken them; beyond, runs go singly.
    private static final int IN_FLIGHT_MAX = 256;

    private record Run(ByteBuf datagrams, int segmentSize) {}

    private final DatagramSender sender;
    private final InetSocketAddress remote;
    private final ArrayDeque<Run> inFlight = new ArrayDeque<>();
    private boolean segmentsRefused;

    Destination(DatagramSender sender, InetSocketAddress remote) {
        this.sender = sender;
        this.remote = remote;
    }

    /// The class that replaced the deprecated one tells this nowhere.
    @SuppressWarnings("deprecation")
    private static boolean isSegmentationSupported() {
        return Epoll.isAvailable() && io.netty.channel.epoll.SegmentedDatagramPacket.isSupported();
    }

    InetSocketAddress remote() {
        return remote;
    }

    boolean isWritable() {
        return sender.isWritable();
    }

    /// @param run         given: one or more datagrams back to back
    /// @param segmentSize bytes of each but the last
    void send(ByteBuf run, int segmentSize) {
        if (run.readableBytes() <= segmentSize) {
            sender.send(run, remote);
        } else if (SEGMENTS && !segmentsRefused && inFlight.size() < IN_FLIGHT_MAX) {
            inFlight.add(new Run(run, segmentSize));
            sender.sendSegments(run.retain(), segmentSize, remote, this);
        } else {
            sendSingly(run, segmentSize);
        }
    }

    private void sendSingly(ByteBuf run, int segmentSize) {
        while (run.isReadable()) {
            int length = Math.min(segmentSize, run.readableBytes());
            sender.send(run.readRetainedSlice(length), remote);
        }
        run.release();
    }

    @Override
    public void operationComplete(ChannelFuture sent) {
        Run run = inFlight.remove();
        if (sent.isSuccess() || !isRefusal(sent.cause())) {
            run.datagrams().release();
            return;
        }
        segmentsRefused = true;
        sendSingly(run.datagrams(), run.segmentSize());
    }

    /// `EINVAL` and `EMSGSIZE`: a segment does not fit the path; `EIO`: the device has no checksum
    /// offload.
    private static boolean isRefusal(Throwable cause) {
        return cause instanceof Errors.NativeIoException refused
                && (refused.expectedErr() == -EINVAL
                        || refused.expectedErr() == -EMSGSIZE
                        || refused.expectedErr() == -EIO);
    }
}
