package weir.cluster;

/// A request to another node failed. The code is for programs, the message for people.
public final class NodeRequestException extends RuntimeException {
    /// The node is not in the cluster, or just left it.
    public static final String GONE = "gone";

    /// The node did not answer in time; it may have done what it was asked.
    public static final String TIMEOUT = "timeout";

    /// The node does not know this kind of request, or only in another version.
    public static final String UNKNOWN = "unknown";

    /// The node's handler failed without saying how.
    public static final String FAILED = "failed";

    private final String code;

    /// @param code one of the above, or the handler's own, for which it may throw this
    public NodeRequestException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    @Override
    public String toString() {
        return code + ": " + getMessage();
    }
}
