package weir.ice;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.List;
import java.util.Optional;

/// Finds out over which pair of addresses a peer is reached, and whether it still wants to be
/// (RFC 8445, RFC 7675).
///
/// Sans-IO: the driver feeds it every STUN datagram of the session, polls it until nothing comes,
/// and polls it again no later than [#deadlineNanos()]. Owned by whoever feeds it.
public sealed interface IceAgent permits IceLiteAgent, ControllingAgent {
    /// No deadline: nothing happens before the next datagram.
    long NEVER = Long.MAX_VALUE;

    /// @param datagram lent
    /// @param pair     the flow it arrived on; its addresses are resolved
    /// @throws MalformedPacketException if it is no STUN message; nothing has changed then. One
    ///     that is, but that the peer did not sign, changes no more than [#stats()].
    void onStun(ByteBuf datagram, CandidatePair pair, long nowNanos)
            throws MalformedPacketException;

    /// DTLS goes to the selected pair. Who completes the handshake has received it there, so that
    /// pair's address needs no other proof; from now on every other address does.
    void onHandshake();

    /// Authenticated SRTP arrived on the pair: a sign of life.
    ///
    /// @param bytes of the datagram
    void onAuthenticated(CandidatePair pair, int bytes, long nowNanos);

    /// Nothing can be sent on the pair any more: its connection was closed. The peer may check
    /// another.
    void onPairGone(CandidatePair pair);

    /// @return null when there is nothing to do before the next input or [#deadlineNanos()]
    IceOutput poll(long nowNanos);

    /// When the peer gave its last authentic sign of life; at first, when the agent was made.
    long lifeNanos();

    /// When to poll again at the latest, or [#NEVER]. Holds once [#poll(long)] has returned null.
    long deadlineNanos();

    /// Where to send. Empty before the first pair is found and after [IceOutput.Expired].
    Optional<CandidatePair> selected();

    /// Whether a valid check was seen on the pair, so that DTLS from there may be let in.
    boolean isChecked(CandidatePair pair);

    /// Whether the peer wants to be sent to at an address where it has not proved to be yet. It may
    /// send from there.
    boolean isMoving();

    /// Ours, by which checks of the peer name this agent: two during a restart, the newest first.
    List<String> localUserFragments();

    /// Checks that the peer did not sign, or that asked for what is refused.
    long checksRefused();

    IceStats stats();
}
