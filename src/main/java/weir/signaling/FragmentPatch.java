package weir.signaling;

import io.vertx.core.Future;

import weir.ice.CandidatePair;
import weir.ice.IceCredentials;
import weir.ice.IceSession;
import weir.jsep.RestartFragment;
import weir.loop.OwnerLoop;
import weir.peer.IceRole;
import weir.sdp.IceAttributes;
import weir.sdp.SdpFragment;
import weir.sdp.SdpSyntaxException;
import weir.transport.PeerDriver;
import weir.transport.SessionRef;

import java.util.List;
import java.util.Optional;

/// Trickle and ICE restart: PATCH with a fragment (RFC 9725 §4.3). Any thread.
///
/// It is decided on the session's own loop, so that of those that overlap each meets what the one
/// before has left.
final class FragmentPatch {
    private sealed interface Outcome {
        record Refused(Refusal refusal) implements Outcome {}

        record Trickled() implements Outcome {}

        /// @param onThisMachine whether the peer is reached over loopback
        record Restarted(boolean onThisMachine) implements Outcome {}
    }

    private final SignalingNode node;
    private final SessionConfig config;

    FragmentPatch(SignalingNode node) {
        this.node = node;
        this.config = node.sessions();
    }

    /// @param loop where the result is wanted
    /// @return fails with a [RefusedException]
    Future<SessionReply> carryOut(SessionRef session, SessionCommand command, OwnerLoop loop)
            throws RefusedException {
        if (!config.takesFragments()) {
            throw new RefusedException(
                    new Refusal.MethodNotAllowed("GET, HEAD, OPTIONS, POST, DELETE"));
        }
        EntityTags wanted = EntityTags.of(command.ifMatch(), config.etag());
        SdpFragment fragment = read(command.body());
        IceCredentials fresh = node.answerer().credentials();
        return session.ask(loop, driver -> apply(driver, wanted, fragment, fresh))
                .compose(
                        outcome ->
                                switch (outcome) {
                                    case Outcome.Refused(var refusal) ->
                                            Future.failedFuture(new RefusedException(refusal));
                                    case Outcome.Trickled() ->
                                            Future.succeededFuture(SessionReply.of(204));
                                    case Outcome.Restarted(var onThisMachine) ->
                                            Future.succeededFuture(
                                                    restarted(
                                                            session,
                                                            fragment,
                                                            fresh,
                                                            command.onThisMachine()
                                                                    || onThisMachine));
                                });
    }

    private static SdpFragment read(String body) throws RefusedException {
        try {
            SdpFragment fragment = SdpFragment.read(body);
            IceAttributes ice = fragment.ice();
            // One transport carries all sections, so no section can have another's credentials.
            if (fragment.sections().stream().anyMatch(each -> !each.ice().equals(ice))) {
                throw new RefusedException(Refusal.Plain.FRAGMENT_CONTRADICTORY);
            }
            return fragment;
        } catch (SdpSyntaxException malformed) {
            throw new RefusedException(OfferReader.unreadable(malformed));
        }
    }

    private Outcome apply(
            PeerDriver driver, EntityTags wanted, SdpFragment fragment, IceCredentials fresh) {
        if (driver.hasEnded()) {
            return new Outcome.Refused(Refusal.Plain.SESSION_UNKNOWN);
        }
        SessionRef session = driver.ref();
        if (!wanted.include(SessionLocation.entityTag(session))) {
            return new Outcome.Refused(Refusal.Plain.PRECONDITION_FAILED);
        }
        IceCredentials remote =
                new IceCredentials(fragment.ice().userFragment(), fragment.ice().password());
        if (remote.equals(session.ice().remote())) {
            return trickle();
        }
        return RestartFragment.isOf(session.parameters(), mids(fragment))
                ? restart(driver, new IceSession(fresh, remote))
                : new Outcome.Refused(Refusal.Plain.FRAGMENT_OF_ANOTHER);
    }

    private static List<String> mids(SdpFragment fragment) {
        return fragment.sections().stream().map(SdpFragment.Section::mid).toList();
    }

    /// An ICE-lite agent learns where its peer is from the peer's checks: candidates are let go.
    private Outcome trickle() {
        return config.trickle()
                ? new Outcome.Trickled()
                : new Outcome.Refused(Refusal.Plain.TRICKLE_UNSUPPORTED);
    }

    private Outcome restart(PeerDriver driver, IceSession next) {
        if (!config.iceRestart() || driver.ref().parameters().iceRole() != IceRole.LITE) {
            return new Outcome.Refused(Refusal.Plain.ICE_RESTART_UNSUPPORTED);
        }
        Optional<CandidatePair> path = driver.path();
        driver.restartIce(next);
        return new Outcome.Restarted(
                path.filter(each -> each.local().getAddress().isLoopbackAddress()).isPresent());
    }

    private SessionReply restarted(
            SessionRef session, SdpFragment fragment, IceCredentials fresh, boolean onThisMachine) {
        List<SdpFragment.Section> sections = fragment.sections();
        String body =
                RestartFragment.write(
                        session.parameters(),
                        sections.isEmpty() ? "" : sections.getFirst().mid(),
                        node.endpoint(onThisMachine),
                        fresh);
        return new SessionReply(
                200, SessionHandler.FRAGMENT, body, SessionLocation.entityTag(fresh));
    }
}
