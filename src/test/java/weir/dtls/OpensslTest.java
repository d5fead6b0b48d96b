package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
import weir.srtp.SrtpKeys;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// OpenSSL as the other side, over loopback; skipped where there is none.
class OpensslTest {
    private static final String LABEL = "EXTRACTOR-dtls_srtp";

    @TempDir private static Path folder;
    private static DtlsPair.Loop loop;

    private DatagramSocket socket;
    private Process openssl;
    private DtlsPair.End end;

    @BeforeAll
    static void open() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "openssl"))));
        loop = new DtlsPair.Loop();
    }

    @AfterAll
    static void close() throws Exception {
        if (loop != null) {
            loop.close();
        }
    }

    @AfterEach
    void end() throws Exception {
        if (end != null) {
            loop.run(end.endpoint::close);
        }
        if (openssl != null) {
            openssl.destroyForcibly().waitFor();
        }
        if (socket != null) {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ec, SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM, 56",
        "rsa, SRTP_AES128_CM_SHA1_80, 60",
    })
    void aClientOfOpensslGetsTheSameKeys(String key, String profiles, int length) throws Exception {
        CertificateFingerprint promised = certificate(key);
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        end = end(DtlsRole.SERVER, DtlsPair.SERVER_CERTIFICATE, promised);
        pump();
        loop.run(end.endpoint::start);

        String peer = "127.0.0.1:" + socket.getLocalPort();
        run(key, length, "s_client", "-connect", peer, "-use_srtp", profiles, "-mtu", "1200");

        SrtpKeys keys = end.keys.get(DtlsPair.WAIT_SECONDS, SECONDS);
        assertThat(2 * (16 + keys.profile().saltLength())).isEqualTo(length);
        assertThat(material(keys.remoteKey(), keys.localKey(), keys.remoteSalt(), keys.localSalt()))
                .isEqualTo(exported());
        openssl.getOutputStream().close();
        end.closed.get(DtlsPair.WAIT_SECONDS, SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"ec", "rsa"})
    void aServerOfOpensslGetsTheSameKeys(String key) throws Exception {
        CertificateFingerprint promised = certificate(key);
        String[] command = {
            "s_server",
            "-accept",
            "127.0.0.1:0",
            "-use_srtp",
            "SRTP_AEAD_AES_128_GCM",
            "-Verify",
            "1",
            "-mtu",
            "1200",
            "-no_ticket",
        };
        run(key, 56, command);
        String accepting = await(line -> line.startsWith("ACCEPT"));
        int port = Integer.parseInt(accepting.substring(accepting.lastIndexOf(':') + 1));
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        end = end(DtlsRole.CLIENT, DtlsPair.CLIENT_CERTIFICATE, promised);
        end.connect(
                datagram ->
                        send(
                                datagram,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        pump();
        loop.run(end.endpoint::start);

        SrtpKeys keys = end.keys.get(DtlsPair.WAIT_SECONDS, SECONDS);

        assertThat(material(keys.localKey(), keys.remoteKey(), keys.localSalt(), keys.remoteSalt()))
                .isEqualTo(exported());
    }

    private DtlsPair.End end(
            DtlsRole role, DtlsCertificate certificate, CertificateFingerprint promised) {
        var limiter = new HandshakeLimiter(DtlsConfig.DEFAULTS);
        return new DtlsPair.End(role, certificate, promised, limiter, loop.owner);
    }

    private static CertificateFingerprint certificate(String key) throws Exception {
        Path file = folder.resolve(key + ".pem");
        if (!Files.exists(file)) {
            String[] algorithm =
                    key.equals("rsa")
                            ? new String[] {"rsa:2048"}
                            : new String[] {"ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"};
            Stream<String> command =
                    Stream.of(
                                    Stream.of("openssl", "req", "-x509", "-nodes", "-newkey"),
                                    Stream.of(algorithm),
                                    Stream.of("-subj", "/CN=test", "-keyout", key + ".key"),
                                    Stream.of("-out", key + ".pem"))
                            .flatMap(each -> each);
            Process process =
                    new ProcessBuilder(command.toList())
                            .directory(folder.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            assertThat(process.waitFor()).isZero();
        }
        try (InputStream pem = Files.newInputStream(file)) {
            return FingerprintVerifier.sha256(
                    CertificateFactory.getInstance("X.509").generateCertificate(pem).getEncoded());
        }
    }

    private void run(String key, int length, String... command) throws IOException {
        Stream<String> options =
                Stream.of(
                        "-dtls1_2",
                        "-cert",
                        key + ".pem",
                        "-key",
                        key + ".key",
                        "-keymatexport",
                        LABEL,
                        "-keymatexportlen",
                        Integer.toString(length));
        openssl =
                new ProcessBuilder(
                                Stream.of(Stream.of("openssl"), Stream.of(command), options)
                                        .flatMap(each -> each)
                                        .toList())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
    }

    /// What openssl says it has exported.
    private String exported() throws Exception {
        String line = await(each -> each.strip().startsWith("Keying material: "));
        return line.strip().substring("Keying material: ".length());
    }

    private String await(Predicate<String> condition) throws Exception {
        BufferedReader output = openssl.inputReader();
        var found = new CompletableFuture<String>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                String line = output.readLine();
                                while (line != null && !condition.test(line)) {
                                    line = output.readLine();
                                }
                                found.complete(line);
                            } catch (IOException e) {
                                found.completeExceptionally(e);
                            }
                        });
        return found.get(DtlsPair.WAIT_SECONDS, SECONDS);
    }

    private static String material(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return HexFormat.of().withUpperCase().formatHex(all.toByteArray());
    }

    /// Carries datagrams from the socket to the endpoint, and back to whoever sent the last.
    private void pump() {
        Thread.ofVirtual()
                .start(
                        () -> {
                            var packet = new DatagramPacket(new byte[4096], 4096);
                            try {
                                while (true) {
                                    socket.receive(packet);
                                    byte[] datagram =
                                            Arrays.copyOf(packet.getData(), packet.getLength());
                                    SocketAddress sender = packet.getSocketAddress();
                                    loop.owner.post(
                                            () -> {
                                                end.connect(reply -> send(reply, sender));
                                                end.receive(datagram);
                                            });
                                }
                            } catch (IOException _) {
                                // Closed: the test is over.
                            }
                        });
    }

    private void send(byte[] datagram, SocketAddress to) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, to));
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }
}
