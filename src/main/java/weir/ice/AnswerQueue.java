package weir.ice;

import io.netty.buffer.ByteBuf;

import java.util.ArrayDeque;
import java.util.Queue;

/// Answers that the driver was not yet handed. Those beyond a limit are dropped: the peer asks
/// again. The buffers are unpooled, so a queue may be forgotten with what it holds.
final class AnswerQueue {
    /// More than a socket read brings of one session's checks.
    static final int ANSWERS_MAX = 64;

    private final Queue<IceOutput.Transmit> queue = new ArrayDeque<>();
    private long dropped;

    /// @param answer from now on the queue's
    void add(ByteBuf answer, CandidatePair pair) {
        if (queue.size() < ANSWERS_MAX) {
            queue.add(new IceOutput.Transmit(answer, pair));
        } else {
            dropped++;
        }
    }

    /// @return null when there is none
    IceOutput.Transmit poll() {
        return queue.poll();
    }

    void clear() {
        queue.clear();
    }

    long dropped() {
        return dropped;
    }
}
