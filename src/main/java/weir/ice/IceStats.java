package weir.ice;

/// What an [IceAgent] has counted since it was made. A value.
///
/// @param checksAccepted  the peer's checks that were valid and answered with success
/// @param checksRefused   the peer's checks that were not, whether an error was sent or nothing
/// @param checksSent      our checks, retransmissions and consent among them
/// @param checksConfirmed our checks that a valid response came for
/// @param ignored         other messages: indications, late or forged responses, errors
/// @param answersDropped  answers that found the queue full, since nobody polled
public record IceStats(
        long checksAccepted,
        long checksRefused,
        long checksSent,
        long checksConfirmed,
        long ignored,
        long answersDropped) {}
