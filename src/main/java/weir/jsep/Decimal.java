package weir.jsep;

/// Numbers in attributes' values.
final class Decimal {
    private Decimal() {}

    /// @return -1 for what is not digits alone, or above the greatest allowed
    static int parse(String text, int max) {
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.isEmpty() || text.length() > 9 || Integer.parseInt(text) > max) {
            return -1;
        }
        return Integer.parseInt(text);
    }
}
