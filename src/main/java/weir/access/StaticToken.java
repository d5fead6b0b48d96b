package weir.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A token of the configuration. A value; it tells its text to nobody.
record StaticToken(Rights rights, String token) {
    /// What may stand behind `Bearer` (RFC 6750 §2.1).
    static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final Rights EVERYTHING =
            new Rights(EnumSet.allOf(Action.class), StreamPattern.ALL);

    /// Reads `TOKEN`, which allows everything, or `ACTIONS STREAM TOKEN`, such as
    /// `watch+publish cam-* TOKEN`.
    static Optional<StaticToken> parse(String text) {
        String[] parts = text.strip().split(" +");
        String token = parts[parts.length - 1];
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        return switch (parts.length) {
            case 1 -> Optional.of(new StaticToken(EVERYTHING, token));
            case 3 ->
                    StreamPattern.parse(parts[1])
                            .flatMap(
                                    streams ->
                                            actions(parts[0])
                                                    .map(
                                                            actions ->
                                                                    new StaticToken(
                                                                            new Rights(
                                                                                    actions,
                                                                                    streams),
                                                                            token)));
            default -> Optional.empty();
        };
    }

    private static Optional<Set<Action>> actions(String text) {
        List<Optional<Action>> found = Arrays.stream(text.split("\\+")).map(Action::find).toList();
        if (found.isEmpty() || found.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Set<Action> actions = EnumSet.noneOf(Action.class);
        found.forEach(action -> actions.add(action.orElseThrow()));
        return Optional.of(actions);
    }

    /// Takes as long for any text of this length, however much of it is right.
    boolean is(String presented) {
        return MessageDigest.isEqual(bytes(token), bytes(presented));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "token for " + rights;
    }
}
