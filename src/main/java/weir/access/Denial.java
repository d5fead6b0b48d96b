package weir.access;

import java.util.Locale;

/// Why somebody is not admitted. A value; its label is a metric's.
public enum Denial {
    /// There is no token.
    TOKEN_MISSING(Kind.UNAUTHENTICATED, "This needs a token: Authorization: Bearer TOKEN."),
    HEADER_MALFORMED(Kind.TOKEN_BAD, "Authorization must be: Bearer TOKEN."),
    TOKEN_UNKNOWN(Kind.TOKEN_BAD, "The token is none of those that are known here."),
    TOKEN_MALFORMED(Kind.TOKEN_BAD, "The token cannot be read, or lacks id, mode or exp."),
    /// Of an algorithm or a key id for which there is no key.
    KEY_UNKNOWN(Kind.TOKEN_BAD, "The token is signed with a key that is not known here."),
    SIGNATURE_WRONG(Kind.TOKEN_BAD, "The token's signature is wrong."),
    EXPIRED(Kind.TOKEN_BAD, "The token has expired."),
    NOT_YET_VALID(Kind.TOKEN_BAD, "The token is not valid yet."),
    ISSUER_WRONG(Kind.TOKEN_BAD, "The token is of another issuer."),
    AUDIENCE_WRONG(Kind.TOKEN_BAD, "The token is for another audience."),
    REVOKED(Kind.TOKEN_BAD, "The token was revoked."),
    /// The token is good, but not for this stream or not for this action.
    NOT_ALLOWED(Kind.FORBIDDEN, "The token does not allow this here."),
    /// The keys have not been seen since this node started.
    KEYS_UNREACHABLE(Kind.UNDECIDED, "The keys of tokens cannot be reached."),
    /// A page of others would manage without a token.
    ORIGIN_NOT_ALLOWED(
            Kind.ORIGIN,
            "Without a token, pages may do this whose origin is listed in http.cors-origins (*"
                    + " lists none), and this node's own, by an address, a local name or HTTPS."),
    /// Who decides elsewhere says no.
    WEBHOOK_DENIED(Kind.FORBIDDEN, "This is not allowed."),
    /// Who decides elsewhere does not answer.
    WEBHOOK_FAILED(Kind.UNDECIDED, "Who decides on access did not answer."),
    /// Too many wait for a decision.
    BUSY(Kind.UNDECIDED, "Too many wait for a decision on access.");

    /// How it is answered. A value.
    public enum Kind {
        /// 401, and how to do better.
        UNAUTHENTICATED,
        /// 401, and what is wrong with the token.
        TOKEN_BAD,
        /// 403.
        FORBIDDEN,
        /// 403, whatever the token.
        ORIGIN,
        /// 503, and to try again.
        UNDECIDED
    }

    private final Kind kind;
    private final String sentence;

    Denial(Kind kind, String sentence) {
        this.kind = kind;
        this.sentence = sentence;
    }

    public Kind kind() {
        return kind;
    }

    /// For people.
    public String sentence() {
        return sentence;
    }

    /// For metrics.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
