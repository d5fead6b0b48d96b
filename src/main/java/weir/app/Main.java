package weir.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import weir.config.ConfigException;
import weir.config.ConfigReader;
import weir.config.WeirConfig;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Reads the command line, the environment and the config file, and starts a node.
@Command(
        name = "weir",
        description = "A clustered WebRTC SFU for live video: WHIP in, WHEP out, on any node.",
        footer = {
            "",
            "Every setting of conf/weir.yaml is a variable too: WEIR_TRANSPORT_UDP_PORT=9000.",
            "Options win over variables, variables over the file, the file over the defaults.",
            "scripts/weir takes --nodes N as well: see scripts/weir --help."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {
    /// What a shell sees when the settings or the options cannot be used.
    static final int MISUSED = CommandLine.ExitCode.USAGE;

    /// As `logback.xml` calls it.
    private static final String LOG_FORMAT = "weir.log.format";

    @Spec private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings; see conf/weir.yaml.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where HTTP listens.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--http-port", paramLabel = "PORT", description = "TCP port of HTTP.")
    private Optional<String> httpPort = Optional.empty();

    @Option(
            names = "--https",
            paramLabel = "CERTIFICATE",
            description = "HTTPS too: self-signed, or a file of PEM or PKCS#12.")
    private Optional<String> https = Optional.empty();

    @Option(names = "--https-port", paramLabel = "PORT", description = "TCP port of HTTPS.")
    private Optional<String> httpsPort = Optional.empty();

    @Option(names = "--udp-port", paramLabel = "PORT", description = "UDP port of all media.")
    private Optional<String> udpPort = Optional.empty();

    @Option(
            names = "--tcp-port",
            paramLabel = "PORT",
            description = "TCP port of media for peers without UDP; -1 for none.")
    private Optional<String> tcpPort = Optional.empty();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Join the nodes of this name on the local network.")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT,…",
            description = "Join the nodes that are listed, and no others.")
    private Optional<String> join = Optional.empty();

    @Option(names = "--check-config", description = "Only tell what is wrong with the settings.")
    private boolean checkOnly;

    /// As it stands in the jar's manifest.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"weir " + Optional.ofNullable(version).orElse("(not packaged)")};
        }
    }

    public static void main(String[] arguments) {
        int exitCode = commandLine(System.getenv()).execute(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
        // A node that has started lives on in threads of its own.
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Main(environment));
    }

    private final Map<String, String> environment;

    private Main(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        WeirConfig config;
        try {
            config = reader().read(WeirConfig.class);
            Setup.requireFiles(config);
        } catch (ConfigException e) {
            PrintWriter err = spec.commandLine().getErr();
            e.problems().forEach(problem -> err.println("weir: " + problem));
            return MISUSED;
        } catch (IOException wrongFile) {
            spec.commandLine().getErr().println("weir: " + wrongFile.getMessage());
            return MISUSED;
        }
        if (checkOnly) {
            spec.commandLine().getOut().println("The settings are good.");
            return 0;
        }
        // Before the first line of the log: logback reads it then.
        System.setProperty(LOG_FORMAT, config.log().format().name().toLowerCase(Locale.ROOT));
        try {
            Node.start(config);
            return 0;
        } catch (IOException failure) {
            spec.commandLine().getErr().println("weir: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private ConfigReader reader() {
        ConfigReader reader = new ConfigReader().environment(environment);
        file.ifPresent(reader::file);
        host.ifPresent(value -> reader.override("--host", "http.host", value));
        httpPort.ifPresent(value -> reader.override("--http-port", "http.port", value));
        https.ifPresent(value -> reader.override("--https", "https.certificate", value));
        httpsPort.ifPresent(value -> reader.override("--https-port", "https.port", value));
        udpPort.ifPresent(value -> reader.override("--udp-port", "transport.udp-port", value));
        tcpPort.ifPresent(value -> reader.override("--tcp-port", "transport.tcp-port", value));
        cluster.ifPresent(
                value -> {
                    reader.override("--cluster", "cluster.name", value);
                    reader.override("--cluster", "cluster.discovery", "lan");
                });
        // After the cluster's name, which alone would look for its nodes on the local network.
        join.ifPresent(
                value -> {
                    reader.override("--join", "cluster.join", value);
                    reader.override("--join", "cluster.discovery", "members");
                });
        return reader;
    }
}
