package weir.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What was sent, and what came of it.
///
/// @param windows     the first is before the attack
/// @param memory      after the first attack, which makes the node load all it needs, after each
///                    window, and when all sessions of attackers have ended
/// @param neverCame   packets of the watched stream that were sent in the windows of the attack,
///                    though they were asked for
/// @param socketDrops datagrams that the node's sockets had no room for
/// @param loud        the node's warnings, errors, exceptions and leaks
/// @param ended       why sessions of the watched stream ended
public record FuzzReport(
        DatagramAttack.Counts datagrams,
        int connections,
        long strangersSentBytes,
        long strangersReceivedBytes,
        long amplified,
        long requests,
        Map<Integer, Long> statuses,
        List<WatchedStream.Window> windows,
        List<FuzzedNode.Memory> memory,
        int neverCame,
        long socketDrops,
        List<String> loud,
        List<String> ended) {

    private static final long HEAP_GROWTH_MAX = 12 << 20;
    private static final long DIRECT_GROWTH_MAX = 32 << 20;
    private static final double FRAMES_KEPT_MIN = 0.95;

    /// Of what is sent while the node is flooded.
    private static final double LOSS_MAX = 0.01;

    /// What must not be, on whatever machine; empty if all is well.
    public List<String> problems() {
        List<String> problems = new ArrayList<>(ended);
        loud.stream().limit(20).map(line -> "the node says: " + line).forEach(problems::add);
        FuzzedNode.Memory first = memory.getFirst();
        FuzzedNode.Memory last = memory.getLast();
        if (last.heap() - first.heap() > HEAP_GROWTH_MAX) {
            problems.add("the heap grew by " + mebibytes(last.heap() - first.heap()));
        }
        if (last.direct() - first.direct() > DIRECT_GROWTH_MAX) {
            problems.add("direct memory grew by " + mebibytes(last.direct() - first.direct()));
        }
        if (amplified > 0) {
            problems.add(amplified + " unknown addresses got more than they sent");
        }
        if (statuses.getOrDefault(500, 0L) > 0) {
            problems.add(statuses.get(500) + " answers of status 500");
        }
        if (datagrams.sealed() == 0 || datagrams.connections() == 0 || !statuses.containsKey(201)) {
            problems.add("a part of the attack did not happen");
        }
        return problems;
    }

    /// What must not be on a machine that has nothing else to do; empty if all is well.
    public List<String> slowness() {
        List<String> slowness = new ArrayList<>();
        for (int i = 1; i < windows.size(); i++) {
            double before = windows.get(i - 1).framesPerSecond();
            if (windows.get(i).framesPerSecond() < FRAMES_KEPT_MIN * before) {
                slowness.add("window " + i + " has fewer frames than the one before");
            }
        }
        long packets = windows.stream().mapToLong(WatchedStream.Window::packets).sum();
        if (neverCame > LOSS_MAX * packets) {
            slowness.add(neverCame + " packets never came to the viewer");
        }
        return slowness;
    }

    /// A table for people.
    public String text() {
        StringBuilder text = new StringBuilder();
        row(text, "datagrams of strangers", datagrams.strangers());
        row(text, "  from sockets of sessions", datagrams.own());
        row(text, "  in frames over TCP", datagrams.connections());
        row(text, "  sealed by attackers", datagrams.sealed());
        row(text, "  not taken by this machine", datagrams.refusedHere());
        row(text, "  without room at the node", socketDrops);
        row(text, "connections opened", connections);
        row(text, "bytes of strangers", strangersSentBytes);
        row(text, "bytes to strangers", strangersReceivedBytes);
        row(text, "addresses that got more than they sent", amplified);
        row(text, "requests", requests);
        statuses.forEach((status, count) -> row(text, "  answered by " + status, count));
        row(text, "warnings, errors, exceptions and leaks", loud.size());
        row(text, "packets that never came to the viewer", neverCame);
        text.append("\nwindow  seconds  frames/s  packets  missing    heap  direct  resident\n");
        for (int i = 0; i < windows.size(); i++) {
            WatchedStream.Window each = windows.get(i);
            text.append(
                    "%6s %8.1f %9.2f %8d %8d %s%n"
                            .formatted(
                                    i == 0 ? "before" : "" + i,
                                    each.seconds(),
                                    each.framesPerSecond(),
                                    each.packets(),
                                    each.missing(),
                                    memory(memory.get(i))));
        }
        text.append("%6s %36s %s%n".formatted("after", "", memory(memory.getLast())));
        return text.toString();
    }

    private static void row(StringBuilder text, String what, long number) {
        text.append("%-40s %,14d%n".formatted(what, number));
    }

    private static String memory(FuzzedNode.Memory memory) {
        return "%7s %7s %9s"
                .formatted(
                        mebibytes(memory.heap()),
                        mebibytes(memory.direct()),
                        mebibytes(memory.resident()));
    }

    private static String mebibytes(long bytes) {
        return "%.1fM".formatted(bytes / 1048576.0);
    }
}
