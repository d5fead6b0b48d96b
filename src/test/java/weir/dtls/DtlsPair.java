package weir.dtls;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import weir.loop.OwnerLoop;
import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
import weir.srtp.SrtpKeys;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Two endpoints on one loop, and what lies between.
final class DtlsPair {
    /// Longer than a handshake may take: what fails then says why.
    static final int WAIT_SECONDS = 20;

    static final DtlsCertificate SERVER_CERTIFICATE = DtlsCertificate.create(new SecureRandom());
    static final DtlsCertificate CLIENT_CERTIFICATE = DtlsCertificate.create(new SecureRandom());

    /// Carries a datagram, or several, or none.
    interface Link {
        void carry(byte[] datagram, Consumer<byte[]> onward);
    }

    static final Link CLEAN = (datagram, onward) -> onward.accept(datagram);

    /// One loop for all tests of a class.
    static final class Loop {
        private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        final OwnerLoop owner = new OwnerLoop(vertx.getOrCreateContext());

        <T> T call(Callable<T> task) throws Exception {
            var result = new CompletableFuture<T>();
            owner.post(
                    () -> {
                        try {
                            result.complete(task.call());
                        } catch (Throwable e) {
                            result.completeExceptionally(e);
                        }
                    });
            return result.get(WAIT_SECONDS, SECONDS);
        }

        void run(Runnable task) throws Exception {
            call(
                    () -> {
                        task.run();
                        return null;
                    });
        }

        void close() throws Exception {
            vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, SECONDS);
        }
    }

    /// One end, which remembers what it was told.
    static final class End implements DtlsEndpoint.Listener {
        final List<byte[]> sent = new ArrayList<>();
        final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
        final CompletableFuture<String> failure = new CompletableFuture<>();
        final CompletableFuture<Void> closed = new CompletableFuture<>();
        final DtlsEndpoint endpoint;
        Link link = CLEAN;
        private Consumer<byte[]> other = _ -> {};

        End(
                DtlsRole role,
                DtlsCertificate certificate,
                CertificateFingerprint remote,
                HandshakeLimiter limiter,
                OwnerLoop owner) {
            endpoint = new DtlsEndpoint(role, certificate, List.of(remote), limiter, owner, this);
        }

        /// To another end, or to whatever takes its datagrams.
        void connect(Consumer<byte[]> peer) {
            other = peer;
        }

        void receive(byte[] datagram) {
            ByteBuf lent = Unpooled.wrappedBuffer(datagram);
            endpoint.onDatagram(lent);
            assert lent.refCnt() == 1 && lent.readerIndex() == 0;
        }

        @Override
        public void onTransmit(ByteBuf datagram) {
            byte[] bytes = ByteBufUtil.getBytes(datagram);
            datagram.release();
            sent.add(bytes);
            link.carry(bytes, other);
        }

        @Override
        public void onHandshakeComplete(SrtpKeys srtpKeys) {
            keys.complete(srtpKeys);
        }

        @Override
        public void onHandshakeFailed(String because) {
            failure.complete(because);
        }

        @Override
        public void onClosed() {
            closed.complete(null);
        }
    }

    private final Loop loop;
    final End server;
    final End client;

    DtlsPair(Loop loop, DtlsConfig config) {
        this(loop, config, SERVER_CERTIFICATE.fingerprint(), CLIENT_CERTIFICATE.fingerprint());
    }

    /// @param serverPromised what the client expects
    /// @param clientPromised what the server expects
    DtlsPair(
            Loop loop,
            DtlsConfig config,
            CertificateFingerprint serverPromised,
            CertificateFingerprint clientPromised) {
        this.loop = loop;
        var limiter = new HandshakeLimiter(config);
        server = new End(DtlsRole.SERVER, SERVER_CERTIFICATE, clientPromised, limiter, loop.owner);
        client = new End(DtlsRole.CLIENT, CLIENT_CERTIFICATE, serverPromised, limiter, loop.owner);
        server.connect(datagram -> loop.owner.post(() -> client.receive(datagram)));
        client.connect(datagram -> loop.owner.post(() -> server.receive(datagram)));
    }

    DtlsPair start() throws Exception {
        loop.run(
                () -> {
                    server.endpoint.start();
                    client.endpoint.start();
                });
        return this;
    }

    DtlsPair establish() throws Exception {
        start();
        server.keys.get(WAIT_SECONDS, SECONDS);
        client.keys.get(WAIT_SECONDS, SECONDS);
        return this;
    }

    void close() throws Exception {
        loop.run(
                () -> {
                    server.endpoint.close();
                    client.endpoint.close();
                });
    }
}
