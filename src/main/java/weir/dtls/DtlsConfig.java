package weir.dtls;

import java.time.Duration;

/// What the handshakes of one node may take. A value.
///
/// @param handshakesMax          at once on the node, waiting for a turn or for the peer included;
///                               a ClientHello above is dropped, and the client's next may be taken
/// @param handshakesComputingMax of these, how many may compute at once: some per core, so that a
///                               rush is finished one after the other and not all too late
/// @param recordsQueuedMax       of one handshake, not yet looked at
/// @param datagramSizeMax        bytes of UDP payload that we send, 256..[RecordReader#RECORD_MAX]
/// @param initialResend          from a flight to its first repetition; each further one doubles
/// @param handshakeTimeout       from the ClientHello to the keys
public record DtlsConfig(
        int handshakesMax,
        int handshakesComputingMax,
        int recordsQueuedMax,
        int datagramSizeMax,
        Duration initialResend,
        Duration handshakeTimeout) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public static final DtlsConfig DEFAULTS =
            new DtlsConfig(2048, 16, 64, 1200, Duration.ofMillis(400), Duration.ofSeconds(12));

    public DtlsConfig {
        atLeast(1, "dtls.handshakes-max", handshakesMax);
        atLeast(1, "dtls.handshakes-computing-max", handshakesComputingMax);
        atLeast(1, "dtls.records-queued-max", recordsQueuedMax);
        atLeast(256, "dtls.datagram-size-max", datagramSizeMax);
        if (datagramSizeMax > RecordReader.RECORD_MAX) {
            throw new IllegalArgumentException(
                    "dtls.datagram-size-max must be %d or less, is %d"
                            .formatted(RecordReader.RECORD_MAX, datagramSizeMax));
        }
        inRange("dtls.initial-resend", initialResend);
        inRange("dtls.handshake-timeout", handshakeTimeout);
    }

    private static void atLeast(int least, String key, int value) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be " + least + " or more, is " + value);
        }
    }

    private static void inRange(String key, Duration value) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(key + " must be from 1 ms to 10 min, is " + value);
        }
    }
}
