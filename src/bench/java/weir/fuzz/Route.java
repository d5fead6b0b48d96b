package weir.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A method and a path with `{parameters}`, as `openapi.yaml` names them. A value.
record Route(String method, String path) {
    private static final Pattern PATH = Pattern.compile("^  (/\\S*):$");
    private static final Pattern METHOD = Pattern.compile("^    (get|post|put|patch|delete):$");

    /// All but those that keep the node from taking sessions, which is not what is tried.
    static List<Route> all(Path project) throws IOException {
        List<Route> all = new ArrayList<>();
        String path = "";
        for (String line : Files.readAllLines(project.resolve("src/main/resources/openapi.yaml"))) {
            Matcher isPath = PATH.matcher(line);
            Matcher isMethod = METHOD.matcher(line);
            if (isPath.matches()) {
                path = isPath.group(1);
            } else if (isMethod.matches() && !path.contains("drain")) {
                all.add(new Route(isMethod.group(1).toUpperCase(), path));
            }
        }
        return all;
    }

    String contentType() {
        if (method.equals("PATCH")) {
            return "application/trickle-ice-sdpfrag";
        }
        return path.contains("whip") || path.contains("whep")
                ? "application/sdp"
                : "application/json";
    }
}
