package weir.jsep;

import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.sdp.DescriptionLevel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One `a=extmap` for a header extension that Weir knows (RFC 8285 §8).
///
/// @param id        1..255 without 15, which one-byte headers reserve
/// @param direction as offered; [Direction#SENDRECV] where none was given
record Extmap(int id, Direction direction, HeaderExtension extension) {
    private static final int ID_MAX = 255;
    private static final int ID_RESERVED = 15;

    /// Those of all levels together; of two with the same id or extension the first counts.
    static List<Extmap> read(DescriptionLevel... levels) {
        List<Extmap> extmaps = new ArrayList<>();
        Set<Object> taken = new HashSet<>();
        for (DescriptionLevel level : levels) {
            for (String value : level.all("extmap")) {
                Optional<Extmap> extmap = read(value);
                if (extmap.isPresent()
                        && !taken.contains(extmap.get().id)
                        && !taken.contains(extmap.get().extension)) {
                    taken.add(extmap.get().id);
                    taken.add(extmap.get().extension);
                    extmaps.add(extmap.get());
                }
            }
        }
        return extmaps;
    }

    private static Optional<Extmap> read(String value) {
        String[] fields = value.strip().split("\\s+");
        String[] idAndDirection = fields[0].split("/", 2);
        int id = Decimal.parse(idAndDirection[0], ID_MAX);
        Optional<Direction> direction =
                idAndDirection.length == 2
                        ? Direction.findToken(idAndDirection[1])
                        : Optional.of(Direction.SENDRECV);
        if (fields.length < 2 || id < 1 || id == ID_RESERVED || direction.isEmpty()) {
            return Optional.empty();
        }
        return HeaderExtension.find(fields[1])
                .map(extension -> new Extmap(id, direction.get(), extension));
    }

    /// How an answer that takes the extension writes it: one-way where it was offered so.
    String answer() {
        String oneWay =
                switch (direction) {
                    case SENDONLY -> "/recvonly";
                    case RECVONLY -> "/sendonly";
                    case SENDRECV, INACTIVE -> "";
                };
        return id + oneWay + " " + extension.uri();
    }

    static ExtensionMap map(List<Extmap> extmaps) {
        Map<HeaderExtension, Integer> entries = new EnumMap<>(HeaderExtension.class);
        extmaps.forEach(extmap -> entries.put(extmap.extension, extmap.id));
        return new ExtensionMap(entries);
    }
}
