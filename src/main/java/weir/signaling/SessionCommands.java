package weir.signaling;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.sdp.SdpFragment;
import weir.sdp.SdpSyntaxException;
import weir.stream.StreamTableRef;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionTable;

import java.util.Arrays;
import java.util.Optional;

/// Carries out what is asked of sessions on this node. Any thread.
final class SessionCommands {
    private final SessionTable sessions;
    private final ViewerCommands viewers;

    SessionCommands(SessionTable sessions, StreamTableRef streams) {
        this.sessions = sessions;
        this.viewers = new ViewerCommands(streams);
    }

    /// @param loop where the result is wanted
    /// @return what is answered, JSON or empty; fails with a [RefusedException]
    Future<String> carryOut(SessionCommand command, OwnerLoop loop) {
        Optional<SessionRef> found = SessionId.read(command.session()).flatMap(sessions::find);
        // Who may use one stream's sessions may not use another's.
        if (found.filter(session -> isOf(session, command.stream())).isEmpty()) {
            return Future.failedFuture(new RefusedException(new Refusal.SessionUnknown()));
        }
        SessionRef session = found.get();
        try {
            return switch (command.method()) {
                case DELETE -> {
                    session.close(CloseReason.HUNG_UP);
                    yield Future.succeededFuture("");
                }
                case PATCH -> trickle(session, command);
                case LAYERS -> viewers.layers(command.stream(), session.id(), loop);
                case CHOOSE ->
                        viewers.choose(
                                command.stream(),
                                session.id(),
                                LayerRequest.read(command.body()),
                                loop);
                case RELEASE -> viewers.release(command.stream(), session.id(), loop);
                case PAUSE ->
                        viewers.enable(
                                command.stream(),
                                session.id(),
                                PauseRequest.read(command.body()),
                                loop);
            };
        } catch (RefusedException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static boolean isOf(SessionRef session, String stream) {
        return session.admission().filter(each -> each.stream().equals(stream)).isPresent();
    }

    /// An ICE-lite agent needs no candidates of the other side, so a fragment is checked and let
    /// go.
    private static Future<String> trickle(SessionRef session, SessionCommand command)
            throws RefusedException {
        if (command.ifMatch().isEmpty()) {
            throw new RefusedException(new Refusal.PreconditionMissing());
        }
        try {
            SdpFragment fragment = SdpFragment.read(command.body());
            boolean restart = !fragment.ice().userFragment().equals(session.remoteUserFragment());
            boolean any = isAny(command.ifMatch());
            if (!any && !matches(command.ifMatch(), SessionLocation.entityTag(session))) {
                throw new RefusedException(new Refusal.PreconditionFailed());
            }
            if (restart) {
                throw new RefusedException(new Refusal.IceRestartUnsupported());
            }
            return Future.succeededFuture("");
        } catch (SdpSyntaxException malformed) {
            throw new RefusedException(
                    new Refusal.SdpMalformed(malformed.line(), malformed.reason()));
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
