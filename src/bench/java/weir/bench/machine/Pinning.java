package weir.bench.machine;

import java.util.ArrayList;
import java.util.List;

/// Ties programs to one core, so that who is measured and who measures do not share one.
public final class Pinning {
    public static final int SERVER_CORE = 0;
    public static final int GENERATOR_CORE = 1;

    private Pinning() {}

    /// @return the command as it is where there is only one core
    public static List<String> command(int core, List<String> command) {
        if (ProcStat.core(1).total() == 0) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        pinned.addAll(command);
        return pinned;
    }
}
