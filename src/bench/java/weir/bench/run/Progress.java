package weir.bench.run;

/// Tells on the terminal how far things are, in one line that is written over and over; in a file
/// only what is final. One thread at a time writes.
public final class Progress {
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private int width;

    /// To be overwritten soon.
    public synchronized void show(String line) {
        if (terminal) {
            System.err.print("\r" + padded(line));
            System.err.flush();
        }
    }

    /// Stays.
    public synchronized void tell(String line) {
        System.err.println(terminal ? "\r" + padded(line) : line);
        width = 0;
    }

    private String padded(String line) {
        String padded = line + " ".repeat(Math.max(0, width - line.length()));
        width = line.length();
        return padded;
    }
}
