package weir.sdp;

/// The rules that a text must keep to be read as a description or a fragment of one.
public enum SdpRule {
    TEXT_TOO_LONG(Kind.LIMIT, "the text is at most 256 KiB"),
    LINE_TOO_LONG(Kind.LIMIT, "a line is at most 8 KiB"),
    TOO_MANY_LINES(Kind.LIMIT, "there are at most 4096 lines"),
    TOO_MANY_MEDIA(Kind.LIMIT, "there are at most 64 media sections"),
    TOO_MANY_ATTRIBUTES(Kind.LIMIT, "a section has at most 1024 attributes"),
    TOO_MANY_FORMATS(Kind.LIMIT, "a media section has at most 128 formats"),
    TOO_MANY_CANDIDATES(Kind.LIMIT, "a section has at most 256 candidates"),
    FORMATS_TOO_LONG(Kind.LIMIT, "the fmtp lines of a section have at most 8 KiB together"),
    TOO_MANY_RIDS(Kind.LIMIT, "a section has at most 32 rids"),
    TOO_MANY_EXTENSIONS(Kind.LIMIT, "a section has at most 255 header extensions"),
    LINE_WITHOUT_TYPE("RFC 8866 §5: a line is a letter, '=' and a value"),
    CONTROL_CHARACTER("RFC 8866 §9: NUL and a lone CR stand nowhere"),
    VERSION_NOT_0("RFC 8866 §5.1: the text begins with v=0"),
    ORIGIN_INVALID("RFC 8866 §5.2: one o= line has six fields"),
    NAME_MISSING("RFC 8866 §5.3: there is one s= line"),
    MEDIA_INVALID("RFC 8866 §5.14: m= has a medium, a port, a protocol and formats"),
    ATTRIBUTE_INVALID("RFC 8866 §5.13: an attribute has a name"),
    FRAGMENT_LINE_INVALID("RFC 8840 §9: a fragment begins with a= or m= lines"),
    CREDENTIALS_INVALID(
            "RFC 8839 §5.4: ice-ufrag (4 to 256 characters) and ice-pwd (22 to 256) go together"),
    CANDIDATE_INVALID("RFC 8839 §5.1: a candidate has seven fields of their own form");

    private enum Kind {
        LIMIT,
        SYNTAX
    }

    private final Kind kind;
    private final String clause;

    SdpRule(String clause) {
        this(Kind.SYNTAX, clause);
    }

    SdpRule(Kind kind, String clause) {
        this.kind = kind;
        this.clause = clause;
    }

    /// Whether it says how much there may be: what breaks it may be right, but is too much.
    public boolean isLimit() {
        return kind == Kind.LIMIT;
    }

    /// The rule in words.
    String clause() {
        return clause;
    }
}
