package weir.bench.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

import weir.bench.net.Destination;
import weir.bench.net.MessageArray;
import weir.bench.net.UdpSocket;
import weir.ice.CandidatePair;
import weir.ice.ControllingAgent;
import weir.ice.ControllingConfig;
import weir.ice.IceCredentials;
import weir.ice.IceOutput;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpReceiver;
import weir.srtp.SrtpSender;
import weir.wire.DatagramKind;
import weir.wire.MalformedPacketException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// One session with a server over one socket: ICE finds the way, DTLS makes the keys, SRTP follows.
/// Owned by the loop.
final class Connection implements Endpoint {
    private final MediaLoop loop;
    private final UdpSocket socket;
    private final RemoteDescription remote;
    private final DtlsIdentity identity;
    private final SrtpProfile profile;
    private final MediaListener listener;
    private final ControllingAgent agent;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();

    private Optional<DtlsHandshake> handshake = Optional.empty();
    private SrtpReceiver receiver;
    private boolean lost;

    Connection(
            MediaLoop loop,
            UdpSocket socket,
            IceCredentials local,
            RemoteDescription remote,
            DtlsIdentity identity,
            SrtpProfile profile,
            MediaListener listener,
            RandomGenerator random) {
        this.loop = loop;
        this.socket = socket;
        this.remote = remote;
        this.identity = identity;
        this.profile = profile;
        this.listener = listener;
        List<CandidatePair> pairs =
                remote.candidates().stream()
                        .map(each -> new CandidatePair(socket.local(), each))
                        .toList();
        this.agent =
                new ControllingAgent(
                        local,
                        remote.ice(),
                        pairs,
                        random.nextLong(),
                        random,
                        ControllingConfig.FOREIGN_SERVER,
                        System.nanoTime());
    }

    /// Completes when media can flow; fails when it never will.
    CompletableFuture<Void> connected() {
        return connected;
    }

    void start() {
        loop.add(this);
        drain(System.nanoTime());
    }

    /// Releases the socket; the server is told by HTTP.
    void close() {
        loop.remove(this);
        socket.close();
    }

    /// Whether the server has stopped to consent.
    boolean isLost() {
        return lost;
    }

    @Override
    public UdpSocket socket() {
        return socket;
    }

    @Override
    public boolean isHurried() {
        return receiver == null && !lost || listener.isHurried();
    }

    @Override
    public void onTick(long nowNanos) {
        drain(nowNanos);
        if (receiver != null) {
            listener.onTick(nowNanos);
        }
    }

    @Override
    public void onReadable(MessageArray messages) {
        int count = messages.receive(socket);
        long nowNanos = System.nanoTime();
        for (int i = 0; i < count; i++) {
            try {
                onDatagram(messages, i, nowNanos);
            } catch (MalformedPacketException _) {
                // What a server sends beside media does not concern the measurement.
            }
        }
    }

    private void onDatagram(MessageArray messages, int message, long nowNanos)
            throws MalformedPacketException {
        ByteBuf datagram = messages.received(message);
        switch (DatagramKind.of(datagram)) {
            case RTP -> {
                if (receiver != null && datagram.readableBytes() >= 12) {
                    listener.onRtp(datagram, receiver, nowNanos);
                }
            }
            case RTCP -> onRtcp(datagram, nowNanos);
            case STUN -> {
                InetSocketAddress source = messages.source(message);
                agent.onStun(datagram, new CandidatePair(socket.local(), source), nowNanos);
                drain(nowNanos);
            }
            case DTLS -> handshake.ifPresent(each -> each.offer(datagram));
            case OTHER -> {}
        }
    }

    private void onRtcp(ByteBuf datagram, long nowNanos) throws MalformedPacketException {
        if (receiver == null) {
            return;
        }
        ByteBuf clear = receiver.openRtcp(datagram, UnpooledByteBufAllocator.DEFAULT);
        try {
            agent.selected()
                    .ifPresent(
                            pair ->
                                    agent.onAuthenticated(
                                            pair, datagram.readableBytes(), nowNanos));
            listener.onRtcp(clear, nowNanos);
        } finally {
            clear.release();
        }
    }

    private void drain(long nowNanos) {
        if (lost) {
            return;
        }
        for (IceOutput output; (output = agent.poll(nowNanos)) != null; ) {
            switch (output) {
                case IceOutput.Transmit(var datagram, var pair) -> {
                    socket.send(datagram, new Destination(pair.remote()));
                    datagram.release();
                }
                case IceOutput.Selected(var pair) -> onSelected(new Destination(pair.remote()));
                case IceOutput.PathUnproven _ -> {} // of those who are nominated to
                case IceOutput.Expired() -> {
                    lost = true;
                    connected.completeExceptionally(new IOException("ICE found no way"));
                    return;
                }
            }
        }
    }

    private void onSelected(Destination destination) {
        if (handshake.isPresent()) {
            return;
        }
        DtlsHandshake started = new DtlsHandshake(socket, destination);
        handshake = Optional.of(started);
        Thread.ofVirtual().name("dtls").start(() -> shakeHands(started, destination));
    }

    /// On a thread of its own.
    private void shakeHands(DtlsHandshake started, Destination destination) {
        try {
            SrtpAgreement agreement = new SrtpAgreement(profile, remote.fingerprints());
            SrtpKeys keys = started.run(!remote.isDtlsClient(), identity, agreement);
            loop.post(() -> onKeys(keys, destination));
        } catch (IOException | RuntimeException e) {
            connected.completeExceptionally(new IOException("DTLS failed: " + e.getMessage(), e));
        }
    }

    private void onKeys(SrtpKeys keys, Destination destination) {
        receiver = new SrtpReceiver(SrtpEngine.JDK, profile, keys.remoteKey(), keys.remoteSalt());
        SrtpSender sender =
                new SrtpSender(SrtpEngine.JDK, profile, keys.localKey(), keys.localSalt());
        listener.onConnected(new MediaLink(socket, destination, Optional.of(sender)));
        connected.complete(null);
    }
}
