package weir.signaling;

import weir.peer.CloseReason;
import weir.sdp.SdpFragment;
import weir.sdp.SdpSyntaxException;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionTable;

import java.util.Arrays;
import java.util.Optional;

/// Carries out what is asked of sessions on this node. Any thread.
final class SessionCommands {
    private final SessionTable sessions;

    SessionCommands(SessionTable sessions) {
        this.sessions = sessions;
    }

    /// @return what is wrong with it; empty if it is done
    Optional<Refusal> carryOut(SessionCommand command) {
        Optional<SessionRef> session = SessionId.read(command.session()).flatMap(sessions::find);
        if (session.isEmpty()) {
            return Optional.of(new Refusal.SessionUnknown());
        }
        return switch (command.method()) {
            case DELETE -> {
                session.get().close(CloseReason.HUNG_UP);
                yield Optional.empty();
            }
            case PATCH -> trickle(session.get(), command);
        };
    }

    /// An ICE-lite agent needs no candidates of the other side, so a fragment is checked and let
    /// go.
    private static Optional<Refusal> trickle(SessionRef session, SessionCommand command) {
        if (command.ifMatch().isEmpty()) {
            return Optional.of(new Refusal.PreconditionMissing());
        }
        try {
            SdpFragment fragment = SdpFragment.read(command.body());
            boolean restart = !fragment.ice().userFragment().equals(session.remoteUserFragment());
            boolean any = isAny(command.ifMatch());
            if (!any && !matches(command.ifMatch(), SessionLocation.entityTag(session))) {
                return Optional.of(new Refusal.PreconditionFailed());
            }
            return restart ? Optional.of(new Refusal.IceRestartUnsupported()) : Optional.empty();
        } catch (SdpSyntaxException malformed) {
            return Optional.of(new Refusal.SdpMalformed(malformed.line(), malformed.reason()));
        }
    }

    /// The examples of RFC 9725 quote the asterisk.
    private static boolean isAny(String ifMatch) {
        return ifMatch.equals("*") || ifMatch.equals("\"*\"");
    }

    /// A weak tag never matches (RFC 9110 §13.1.1).
    private static boolean matches(String ifMatch, String entityTag) {
        return Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(entityTag::equals);
    }
}
