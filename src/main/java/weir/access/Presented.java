package weir.access;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request presents to be admitted. A value.
sealed interface Presented {
    record Nothing() implements Presented {}

    record Token(String text) implements Presented {
        @Override
        public String toString() {
            return "a token";
        }
    }

    /// `Authorization` holds no token that can be read.
    record Nonsense() implements Presented {}

    /// More than any token needs, and less than a header may have.
    int LENGTH_MAX = 8192;

    /// The scheme's case does not matter (RFC 9110 §11.1).
    Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+)");

    /// A header wins over the URL: who can set it means it.
    static Presented read(Attempt attempt, AccessConfig config) {
        List<String> headers = attempt.authorizations();
        if (headers.isEmpty()) {
            return attempt.queryToken()
                    .filter(token -> config.queryToken() && !token.isEmpty())
                    .map(Presented::token)
                    .orElseGet(Nothing::new);
        }
        if (headers.size() > 1 || headers.getFirst().length() > LENGTH_MAX) {
            return new Nonsense();
        }
        String header = headers.getFirst().strip();
        Matcher bearer = BEARER.matcher(header);
        if (bearer.matches()) {
            return token(bearer.group(1));
        }
        return config.rawToken() && !header.equalsIgnoreCase("Bearer")
                ? token(header)
                : new Nonsense();
    }

    private static Presented token(String text) {
        return text.length() <= LENGTH_MAX && StaticToken.TOKEN.matcher(text).matches()
                ? new Token(text)
                : new Nonsense();
    }
}
