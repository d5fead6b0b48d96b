package weir.cascade;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The tokens for other servers, by their authority. A value, and a secret.
///
/// @param tokens `host` or `host:port`, as the URLs have it, in lower case
public record TokenFile(Map<String, String> tokens) {
    public TokenFile {
        tokens = Map.copyOf(tokens);
    }

    /// Of lines `host[:port] token`; empty ones and those that begin with `#` say nothing. Blocks.
    ///
    /// @param path empty for no file
    /// @throws IOException if it cannot be read, or a line is none of these
    public static TokenFile read(String path) throws IOException {
        Map<String, String> tokens = new HashMap<>();
        if (!path.isEmpty()) {
            int line = 0;
            for (String text : lines(path)) {
                line++;
                String[] words = text.strip().split("\\s+");
                if (words.length == 2 && Wish.isToken(words[1])) {
                    tokens.put(words[0].toLowerCase(Locale.ROOT), words[1]);
                } else if (!text.isBlank() && !text.startsWith("#")) {
                    throw new IOException(path + ":" + line + " must be: host[:port] token");
                }
            }
        }
        return new TokenFile(tokens);
    }

    private static List<String> lines(String path) throws IOException {
        try {
            return Files.readAllLines(Path.of(path));
        } catch (FileSystemException | CharacterCodingException _) {
            throw new IOException(
                    "cascade.token-file must be a text file that can be read, is " + path);
        }
    }

    Optional<String> find(URI url) {
        return Optional.ofNullable(tokens.get(url.getRawAuthority().toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return tokens.size() + " tokens";
    }
}
