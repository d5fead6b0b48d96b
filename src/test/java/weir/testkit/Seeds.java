package weir.testkit;

import java.util.stream.LongStream;

/// The seeds of fuzz and property tests.
public final class Seeds {
    private Seeds() {}

    public static LongStream thousand() {
        return LongStream.range(0, 1000);
    }
}
