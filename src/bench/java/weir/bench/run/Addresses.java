package weir.bench.run;

import java.net.URI;

/// Where streams are published and watched. A value.
///
/// @param whip a URL in which `{stream}` stands for the stream's name
/// @param whep likewise
/// @param name what names begin with
public record Addresses(String whip, String whep, String name) {
    private static final String STREAM = "{stream}";

    URI whip(int stream) {
        return URI.create(whip.replace(STREAM, name + "-" + stream));
    }

    URI whep(int stream) {
        return URI.create(whep.replace(STREAM, name + "-" + stream));
    }
}
