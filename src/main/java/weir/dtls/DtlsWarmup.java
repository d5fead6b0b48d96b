package weir.dtls;

import io.netty.buffer.Unpooled;

import weir.peer.DtlsRole;
import weir.wire.MalformedPacketException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Handshakes with itself, so that the first viewer does not wait for classes to be loaded.
public final class DtlsWarmup {
    private final DtlsCertificate certificate;
    private final HandshakeLimiter limiter = new HandshakeLimiter(DtlsConfig.DEFAULTS);
    private final RecordReader serverReader = new RecordReader(DtlsRole.SERVER);
    private final RecordReader clientReader = new RecordReader(DtlsRole.CLIENT);
    private final RecordChannel server = new RecordChannel(limiter, this::toClient);
    private final RecordChannel client = new RecordChannel(limiter, this::toServer);

    private DtlsWarmup(DtlsCertificate certificate) {
        this.certificate = certificate;
    }

    /// Runs one full handshake in memory, on virtual threads.
    ///
    /// @return how long it took; completed exceptionally if our two sides cannot agree
    public static CompletableFuture<Duration> start(DtlsCertificate certificate) {
        return new DtlsWarmup(certificate).run();
    }

    private CompletableFuture<Duration> run() {
        long startedNanos = System.nanoTime();
        return start(DtlsRole.SERVER, server)
                .thenCombine(
                        start(DtlsRole.CLIENT, client),
                        (_, _) -> Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    private CompletableFuture<Void> start(DtlsRole role, RecordChannel channel) {
        var verifier = new FingerprintVerifier(List.of(certificate.fingerprint()));
        var handshake =
                new BlockingHandshake(role, limiter.config(), certificate, verifier, channel);
        var completed = new CompletableFuture<Void>();
        limiter.start(
                () -> {
                    BlockingHandshake.Outcome outcome = handshake.run();
                    channel.flush();
                    complete(completed, outcome);
                });
        return completed;
    }

    private static void complete(
            CompletableFuture<Void> completed, BlockingHandshake.Outcome outcome) {
        switch (outcome) {
            case BlockingHandshake.Outcome.Established _ -> completed.complete(null);
            case BlockingHandshake.Outcome.Failed(var because) ->
                    completed.completeExceptionally(new IllegalStateException(because));
        }
    }

    private void toServer(List<byte[]> datagrams) {
        deliver(datagrams, serverReader, server::offer);
    }

    private void toClient(List<byte[]> datagrams) {
        deliver(datagrams, clientReader, client::offer);
    }

    private static void deliver(
            List<byte[]> datagrams, RecordReader reader, Consumer<byte[]> channel) {
        for (byte[] datagram : datagrams) {
            var rest = Unpooled.wrappedBuffer(datagram);
            try {
                while (rest.isReadable()) {
                    channel.accept(reader.read(rest));
                }
            } catch (MalformedPacketException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
