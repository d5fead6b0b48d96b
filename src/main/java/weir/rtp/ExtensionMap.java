package weir.rtp;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Which id each header extension has in one session (`a=extmap`, RFC 8285 §5). A value.
public final class ExtensionMap {
    public static final ExtensionMap EMPTY = new ExtensionMap(Map.of());
    /// The id of an extension that was not negotiated; no packet carries it.
    public static final int ABSENT = 0;

    private final Map<HeaderExtension, Integer> entries;
    private final int[] ids = new int[HeaderExtension.values().length];

    /// @param entries ids 1..255 (1..14 where one-byte headers are to be possible)
    public ExtensionMap(Map<HeaderExtension, Integer> entries) {
        this.entries =
                entries.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(entries));
        this.entries.forEach((extension, id) -> ids[extension.ordinal()] = id);
    }

    /// The id, or [#ABSENT].
    public int id(HeaderExtension extension) {
        return ids[extension.ordinal()];
    }

    public Map<HeaderExtension, Integer> entries() {
        return entries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExtensionMap map && map.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
