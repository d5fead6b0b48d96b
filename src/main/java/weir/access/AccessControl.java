package weir.access;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

import weir.cluster.ClusteredVertx;
import weir.cluster.NodeBus;
import weir.cluster.Registration;
import weir.cluster.RevocationDirectory;
import weir.loop.OwnerLoop;
import weir.transport.Admission;
import weir.transport.SessionTable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// Decides by tokens of the configuration, by JSON Web Tokens, and by a webhook what neither knows.
/// A ref.
public final class AccessControl implements Authorizer {
    private final Vertx vertx;
    private final AccessConfig config;
    private final List<StaticToken> tokens;
    private final Optional<JwtVerifier> jwt;
    private final Optional<JwksSource> jwks;
    private final Optional<Webhook> webhook;
    private final RevocationDirectory revocations;
    private final LongAdder admitted = new LongAdder();
    private final Map<Denial, LongAdder> refused = new EnumMap<>(Denial.class);
    private final AdmissionWatch watch = new AdmissionWatch(this::holds);

    private AccessControl(
            Vertx vertx,
            OwnerLoop owner,
            AccessConfig config,
            List<KeyFile> keyFiles,
            RevocationDirectory revocations) {
        this.vertx = vertx;
        this.config = config;
        this.tokens = config.staticTokens();
        this.revocations = revocations;
        JwtConfig of = config.jwt();
        this.jwks =
                of.jwksUrl().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new JwksSource(vertx, owner, of));
        this.jwt = of.isOn() ? Optional.of(verifier(keyFiles)) : Optional.empty();
        this.webhook =
                config.webhook().isOn()
                        ? Optional.of(
                                new Webhook(
                                        vertx,
                                        config.webhook(),
                                        revocations::isRevoked,
                                        System::currentTimeMillis))
                        : Optional.empty();
        for (Denial denial : Denial.values()) {
            refused.put(denial, new LongAdder());
        }
    }

    /// Completes when keys have been looked for.
    ///
    /// @param owner    whose loop looks for keys, and ends sessions
    /// @param keyFiles those of the configuration
    public static Future<AccessControl> open(
            Vertx vertx,
            OwnerLoop owner,
            AccessConfig config,
            List<KeyFile> keyFiles,
            RevocationDirectory revocations) {
        AccessControl control = new AccessControl(vertx, owner, config, keyFiles, revocations);
        return control.jwks.map(JwksSource::start).orElseGet(Future::succeededFuture).map(control);
    }

    private JwtVerifier verifier(List<KeyFile> keyFiles) {
        List<VerificationKey> own = new ArrayList<>();
        for (String secret : config.jwt().secrets()) {
            own.add(VerificationKey.ofSecret(vertx, "secret " + own.size(), secret));
        }
        for (KeyFile file : keyFiles) {
            String id = "file " + file.name();
            own.add(VerificationKey.ofPem(vertx, id, file.algorithm(), file.pem()));
        }
        return new JwtVerifier(
                config, own, jwks, revocations::isRevoked, System::currentTimeMillis);
    }

    @Override
    public boolean isOn() {
        return config.isOn();
    }

    @Override
    public Future<Decision> decide(Attempt attempt) {
        if (!config.isOn()) {
            return Future.succeededFuture(decideOff(attempt));
        }
        Promise<Decision> decided = ((VertxInternal) vertx).getOrCreateContext().promise();
        present(attempt).onComplete(decided);
        return decided.future().onSuccess(this::count);
    }

    private Decision decideOff(Attempt attempt) {
        Decision decision = withoutToken(attempt, Decision.UNLIMITED);
        if (decision instanceof Decision.Refused) {
            count(decision);
        }
        return decision;
    }

    /// Who is let in without a token is by where he is, and so is any page that he opens.
    static Decision withoutToken(Attempt attempt, Decision decision) {
        return switch (decision) {
            case Decision.Admitted _ when attempt.isForeignManagement() ->
                    new Decision.Refused(Denial.ORIGIN_NOT_ALLOWED);
            case Decision.Admitted _, Decision.Refused _ -> decision;
        };
    }

    private Future<Decision> present(Attempt attempt) {
        return switch (Presented.read(attempt, config)) {
            case Presented.Nothing _ ->
                    webhook.map(hook -> hook.decide(attempt, ""))
                            .orElseGet(() -> refused(Denial.TOKEN_MISSING))
                            .map(decision -> withoutToken(attempt, decision));
            case Presented.Nonsense _ -> refused(Denial.HEADER_MALFORMED);
            case Presented.Token(var token) -> decide(attempt, token);
        };
    }

    private Future<Decision> decide(Attempt attempt, String token) {
        Optional<Rights> known = Optional.empty();
        for (StaticToken each : tokens) { // all of them, whichever it is: time tells nothing
            if (each.is(token)) {
                known = Optional.of(each.rights());
            }
        }
        if (known.isPresent()) {
            return known.get().allow(attempt)
                    ? Future.succeededFuture(Decision.UNLIMITED)
                    : refused(Denial.NOT_ALLOWED);
        }
        if (jwt.isPresent() && JwtVerifier.isJwt(token)) {
            return jwt.get().decide(attempt, token);
        }
        return webhook.map(hook -> hook.decide(attempt, token))
                .orElseGet(() -> refused(Denial.TOKEN_UNKNOWN));
    }

    private static Future<Decision> refused(Denial denial) {
        return Future.succeededFuture(new Decision.Refused(denial));
    }

    private void count(Decision decision) {
        switch (decision) {
            case Decision.Admitted _ -> admitted.increment();
            case Decision.Refused(var denial) -> refused.get(denial).increment();
        }
    }

    /// From now on sessions and answers end, within a second, that were admitted with what no
    /// longer holds; the first node to miss a key has the others look.
    public void watch(SessionTable sessions, OwnerLoop owner, ClusteredVertx cluster, NodeBus bus) {
        KeyNews keyNews = new KeyNews(cluster, bus);
        jwks.ifPresent(source -> keyNews.onTold(source::lookNow));
        owner.context().setPeriodic(AdmissionWatch.EVERY_MILLIS, _ -> watch.look(sessions));
        revocations.onRevoked(() -> watch.look(sessions));
        jwks.ifPresent(
                source ->
                        source.onLost(
                                () -> {
                                    watch.look(sessions);
                                    keyNews.tell();
                                }));
    }

    /// For an answer that goes on for as long as somebody reads it.
    ///
    /// @param grant what it was asked with
    /// @param end   ends it, when that no longer holds; called once at most, on any thread
    /// @return to be removed when the answer has ended
    public Registration whileHeld(Grant grant, Runnable end) {
        return watch.add(grant.ofAnswer(), end);
    }

    private boolean holds(Admission admission) {
        boolean revoked = admission.tokenId().filter(revocations::isRevoked).isPresent();
        boolean keyGone =
                admission
                        .keyId()
                        .filter(id -> jwt.filter(verifier -> verifier.trusts(id)).isEmpty())
                        .isPresent();
        boolean over =
                admission.endsAtMillis().filter(at -> at <= System.currentTimeMillis()).isPresent();
        return !revoked && !keyGone && !over;
    }

    /// Tokens of this id are refused from now on, on every node, and what they opened ends.
    ///
    /// @param tokenId `jti`, or the webhook's `id`
    public Future<Void> revoke(String tokenId) {
        return revocations.revoke(tokenId, config.revokedKept());
    }

    public AccessStats stats() {
        Map<String, Long> byLabel = new TreeMap<>();
        refused.forEach((denial, count) -> byLabel.put(denial.label(), count.sum()));
        return new AccessStats(
                admitted.sum(),
                byLabel,
                watch.sessionsEnded(),
                watch.answersEnded(),
                revocations.size(),
                jwks.map(JwksSource::fetched).orElse(0L),
                jwks.map(JwksSource::failed).orElse(0L),
                webhook.map(Webhook::failed).orElse(0L));
    }
}
