package weir.sdp;

import java.util.List;
import java.util.Optional;

/// Where attributes stand: at session level or in one media section (RFC 8866 §5.13).
public sealed interface DescriptionLevel permits SessionDescription, MediaDescription {
    /// In the order of the text.
    List<Attribute> attributes();

    default boolean has(String name) {
        return attributes().stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    /// The value of the first attribute of that name.
    default Optional<String> find(String name) {
        return all(name).stream().findFirst();
    }

    /// The values of all attributes of that name, in the order of the text.
    default List<String> all(String name) {
        return attributes().stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(Attribute::value)
                .toList();
    }
}
