package weir.signaling;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionTable;

import java.util.Optional;

/// Carries out what is asked of sessions on this node. Any thread.
final class SessionCommands {
    private final SessionTable sessions;
    private final ViewerCommands viewers;
    private final FragmentPatch fragments;
    private final CounterOffers waiting;
    private final CounterOffering counterOffers;

    SessionCommands(SignalingNode node) {
        this.sessions = node.transport().sessions();
        this.viewers = new ViewerCommands(node.streams());
        this.fragments = new FragmentPatch(node);
        this.waiting = node.counterOffers();
        this.counterOffers = new CounterOffering(node);
    }

    /// @param loop where the result is wanted
    /// @return fails with a [RefusedException]
    Future<SessionReply> carryOut(SessionCommand command, OwnerLoop loop) {
        if (command.method() == SessionCommand.Method.ANSWER) {
            return counterOffers.answer(command, loop);
        }
        Optional<SessionRef> found = find(command);
        if (found.isEmpty()) {
            return withoutSession(command, loop);
        }
        SessionRef session = found.get();
        try {
            return switch (command.method()) {
                case DELETE -> hangUp(session, loop);
                case ANSWER -> throw new IllegalStateException("answered before");
                case PATCH -> fragments.carryOut(session, command, loop);
                case LAYERS, CHOOSE, RELEASE, PAUSE ->
                        viewers.carryOut(session.id(), command, loop).map(SessionReply::json);
            };
        } catch (RefusedException refused) {
            return Future.failedFuture(refused);
        }
    }

    /// Answered when it is done: of several who ask at once one has ended it, and to the others, as
    /// to all later, it is unknown.
    private static Future<SessionReply> hangUp(SessionRef session, OwnerLoop loop) {
        return session.ask(
                        loop,
                        driver -> {
                            boolean open = !driver.hasEnded();
                            driver.close(CloseReason.HUNG_UP);
                            return open;
                        })
                .compose(open -> open ? Future.succeededFuture(SessionReply.of(200)) : refused());
    }

    /// Who may use one stream's sessions may not use another's.
    private Optional<SessionRef> find(SessionCommand command) {
        return SessionId.read(command.session())
                .flatMap(sessions::find)
                .filter(session -> isOf(session, command.stream()));
    }

    private static boolean isOf(SessionRef session, String stream) {
        return session.admission().filter(each -> each.stream().equals(stream)).isPresent();
    }

    /// What waits for an answer may be hung up as well.
    private Future<SessionReply> withoutSession(SessionCommand command, OwnerLoop loop) {
        return command.method() != SessionCommand.Method.DELETE
                ? refused()
                : waiting.take(command.stream(), command.session(), loop)
                        .compose(
                                taken ->
                                        taken.isPresent()
                                                ? Future.succeededFuture(SessionReply.of(200))
                                                : hangUpBegun(command, loop));
    }

    /// It may have been answered just now, and begin.
    private Future<SessionReply> hangUpBegun(SessionCommand command, OwnerLoop loop) {
        return waiting.awaitBegun(command.stream(), command.session(), loop)
                .compose(
                        _ ->
                                find(command)
                                        .map(session -> hangUp(session, loop))
                                        .orElseGet(SessionCommands::refused));
    }

    private static Future<SessionReply> refused() {
        return Future.failedFuture(new RefusedException(Refusal.Plain.SESSION_UNKNOWN));
    }
}
