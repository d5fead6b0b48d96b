package weir.stun;

import java.util.random.RandomGenerator;

/// The 96 bits that tie a response to its request (RFC 8489 §5). A value.
///
/// @param high the first 4 bytes on the wire
/// @param low  the other 8
public record TransactionId(int high, long low) {

    /// @param random must be unpredictable outside of tests: whoever guesses an id can forge errors
    public static TransactionId next(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }
}
