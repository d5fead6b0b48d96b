package weir.forward;

import java.util.Arrays;

/// Which of the last 1024 sequence numbers were sent to a viewer, and as what payload type: as far
/// back as a NACK is answered. Owned by a [Rewriter].
final class SentWindow {
    static final int NUMBERS = 1024;
    static final int NOT_SENT = -1;
    /// Sent without a payload: what would have stood there is of a layer that the viewer has not.
    static final int EMPTY = -2;

    /// What is missing for so long cannot be sent again. A receiver whose path loses what comes
    /// between two longer leaps loses count of SRTP's roll-overs (RFC 3711 §3.3.1) for good, and
    /// opens nothing any more, of whatever publisher; eight of these in a row may be lost.
    private static final int AHEAD_MAX = 4096;

    private final byte[] payloadTypes = new byte[NUMBERS];
    private long highest;

    /// @param first the number that will be sent first
    SentWindow(long first) {
        Arrays.fill(payloadTypes, (byte) NOT_SENT);
        highest = first - 1;
    }

    long highest() {
        return highest;
    }

    /// The number nearest to the highest sent.
    long unwrap(int sequenceNumber) {
        return highest + (short) (sequenceNumber - (int) highest);
    }

    boolean contains(long number) {
        return number <= highest && number > highest - NUMBERS;
    }

    /// 0..127, [#EMPTY] or [#NOT_SENT]; only for a number it contains.
    int payloadType(long number) {
        return payloadTypes[index(number)];
    }

    /// Whether the number may be sent as new.
    boolean isOpen(long number) {
        return number > highest
                ? !isTooFar(number)
                : contains(number) && payloadType(number) == NOT_SENT;
    }

    /// Whether more numbers are left out before it than a receiver is to be told of.
    boolean isTooFar(long number) {
        return number - highest > AHEAD_MAX;
    }

    /// @param number ahead of all others, or one it contains
    void onSent(long number, int payloadType) {
        if (number - highest >= NUMBERS) {
            Arrays.fill(payloadTypes, (byte) NOT_SENT);
        } else {
            for (long skipped = highest + 1; skipped < number; skipped++) {
                payloadTypes[index(skipped)] = NOT_SENT;
            }
        }
        payloadTypes[index(number)] = (byte) payloadType;
        highest = Math.max(highest, number);
    }

    private static int index(long number) {
        return (int) number & NUMBERS - 1;
    }
}
