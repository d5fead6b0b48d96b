package weir.cluster;

/// Something that was added and can be taken away again.
@FunctionalInterface
public interface Registration {
    /// Takes it away; a second time does nothing.
    void remove();
}
