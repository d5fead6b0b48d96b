package weir.bench.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

import weir.bench.net.Destination;
import weir.bench.net.MessageArray;
import weir.bench.net.UdpSocket;
import weir.ice.CandidatePair;
import weir.ice.IceCredentials;
import weir.ice.IceLiteAgent;
import weir.ice.IceLiteConfig;
import weir.ice.IceOutput;
import weir.rtcp.CompoundReader;
import weir.rtcp.ReceiverReport;
import weir.rtcp.RtcpPacket;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpReceiver;
import weir.srtp.SrtpSender;
import weir.wire.DatagramKind;
import weir.wire.MalformedPacketException;

import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/// The server's side of one session: ICE-lite, DTLS in either role, media when the keys are there.
/// Owned by the loop.
final class ServedSession implements Endpoint {
    /// What both sides have said. A value.
    ///
    /// @param client whether we begin the handshake
    record Terms(
            IceCredentials ice,
            RemoteDescription viewer,
            boolean client,
            DtlsIdentity identity,
            SrtpProfile profile) {}

    private final MediaLoop loop;
    private final UdpSocket socket;
    private final Terms terms;
    private final Publisher publisher;
    private final CompletableFuture<Void> watched;
    private final IceLiteAgent agent;
    private Optional<DtlsHandshake> handshake = Optional.empty();
    private Optional<SrtpReceiver> receiver = Optional.empty();

    /// @param watched completes when the viewer reports our media
    ServedSession(
            MediaLoop loop,
            UdpSocket socket,
            Terms terms,
            Publisher publisher,
            CompletableFuture<Void> watched) {
        this.loop = loop;
        this.socket = socket;
        this.terms = terms;
        this.publisher = publisher;
        this.watched = watched;
        this.agent =
                new IceLiteAgent(
                        terms.ice,
                        terms.viewer.ice(),
                        IceLiteConfig.DEFAULTS,
                        new SplittableRandom(1),
                        System.nanoTime());
    }

    @Override
    public UdpSocket socket() {
        return socket;
    }

    @Override
    public boolean isHurried() {
        return false;
    }

    @Override
    public void onTick(long nowNanos) {}

    @Override
    public void onReadable(MessageArray messages) {
        int count = messages.receive(socket);
        for (int i = 0; i < count; i++) {
            try {
                onDatagram(messages, i);
            } catch (MalformedPacketException e) {
                watched.completeExceptionally(e);
            }
        }
    }

    private void onDatagram(MessageArray messages, int message) throws MalformedPacketException {
        ByteBuf datagram = messages.received(message);
        switch (DatagramKind.of(datagram)) {
            case STUN -> {
                long nowNanos = System.nanoTime();
                var pair = new CandidatePair(socket.local(), messages.source(message));
                agent.onStun(datagram, pair, nowNanos);
                drain(nowNanos);
            }
            case DTLS -> handshake.ifPresent(each -> each.offer(datagram));
            case RTCP -> {
                if (receiver.isPresent()) {
                    onRtcp(receiver.get(), datagram);
                }
            }
            case RTP, OTHER -> {}
        }
    }

    private void onRtcp(SrtpReceiver keys, ByteBuf datagram) throws MalformedPacketException {
        ByteBuf clear = keys.openRtcp(datagram, UnpooledByteBufAllocator.DEFAULT);
        for (RtcpPacket packet : CompoundReader.read(clear)) {
            if (packet instanceof ReceiverReport report && !report.blocks().isEmpty()) {
                watched.complete(null);
            }
        }
        clear.release();
    }

    private void drain(long nowNanos) {
        for (IceOutput output; (output = agent.poll(nowNanos)) != null; ) {
            switch (output) {
                case IceOutput.Transmit(var datagram, var pair) -> {
                    socket.send(datagram, new Destination(pair.remote()));
                    datagram.release();
                }
                case IceOutput.Selected(var pair) -> onSelected(new Destination(pair.remote()));
                case IceOutput.PathUnproven _, IceOutput.Expired _ -> {}
            }
        }
    }

    private void onSelected(Destination viewer) {
        if (handshake.isPresent()) {
            return;
        }
        DtlsHandshake started = new DtlsHandshake(socket, viewer);
        handshake = Optional.of(started);
        Thread.ofVirtual().start(() -> shakeHands(started, viewer));
    }

    private void shakeHands(DtlsHandshake started, Destination viewer) {
        try {
            var agreement = new SrtpAgreement(terms.profile, terms.viewer.fingerprints());
            SrtpKeys keys = started.run(terms.client, terms.identity, agreement);
            loop.post(() -> onKeys(keys, viewer));
        } catch (IOException | RuntimeException e) {
            watched.completeExceptionally(e);
        }
    }

    private void onKeys(SrtpKeys keys, Destination viewer) {
        SrtpEngine engine = SrtpEngine.JDK;
        receiver =
                Optional.of(
                        new SrtpReceiver(
                                engine, terms.profile, keys.remoteKey(), keys.remoteSalt()));
        var sender = new SrtpSender(engine, terms.profile, keys.localKey(), keys.localSalt());
        publisher.onConnected(new MediaLink(socket, viewer, Optional.of(sender)));
        publisher.start(System.nanoTime());
        loop.schedule(publisher);
    }
}
