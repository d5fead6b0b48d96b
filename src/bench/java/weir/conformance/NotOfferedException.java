package weir.conformance;

/// The server has not what a rule is about.
final class NotOfferedException extends Exception {
    private static final long serialVersionUID = 1;

    NotOfferedException(String because) {
        super(because);
    }
}
