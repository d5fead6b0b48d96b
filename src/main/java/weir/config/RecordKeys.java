package weir.config;

import weir.rtp.Bitrate;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The keys that a config record stands for. A value.
///
/// @param settings by key, in the order of the records
/// @param sections the keys of the records within
record RecordKeys(Map<String, RecordComponent> settings, Set<String> sections) {

    static RecordKeys of(Class<? extends Record> type) {
        RecordKeys keys = new RecordKeys(new LinkedHashMap<>(), new LinkedHashSet<>());
        keys.add(type, "");
        return keys;
    }

    private void add(Class<?> type, String section) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = ConfigKey.of(section, component.getName());
            if (isSection(component)) {
                sections.add(key);
                add(component.getType(), key);
            } else {
                settings.put(key, component);
            }
        }
    }

    /// A record within a record is a section, unless one text stands for it.
    static boolean isSection(RecordComponent component) {
        return component.getType().isRecord() && component.getType() != Bitrate.class;
    }
}
