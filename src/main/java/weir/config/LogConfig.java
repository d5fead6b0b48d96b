package weir.config;

/// How the log is written. A value.
public record LogConfig(Format format) {
    /// A value.
    public enum Format {
        /// A line for people.
        TEXT,
        /// A JSON object in a line for each.
        JSON
    }
}
