package weir.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import weir.ice.IceCredentials;
import weir.rtcp.CompoundWriter;
import weir.rtcp.GenericNack;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.ReceiverReport;
import weir.rtcp.RtcpPacket;
import weir.rtp.MediaKind;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// A WHIP publisher or WHEP viewer without a browser, over Weir's own packages: it connects, sends
/// pictures and sound that it can tell apart when they come back, keeps what it receives, and lets
/// a test send whatever it wants from the same socket. Any thread.
public final class WebRtcClient implements AutoCloseable {
    /// Of reports and requests of a viewer, which sends no media.
    private static final int OWN_SSRC = 1;

    private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");

    private final String endpoint;
    private final List<ClientMedia> media;
    private ClientOffer offer;
    private IceCredentials ice;
    private final ReceivedMedia received = new ReceivedMedia();
    private final ClientRoute route;
    private final ClientPath path;
    private final SyntheticSender sender;
    private ClientAnswer answer;
    private String sessionUrl;
    private String entityTag;
    private List<String> authorization = List.of();

    private WebRtcClient(
            String endpoint,
            String direction,
            List<ClientMedia> media,
            int firstSequenceNumber,
            ClientRoute route) {
        this.endpoint = endpoint;
        this.route = route;
        ClientInbox inbox = new ClientInbox(received);
        this.path = new ClientPath(route.open(), inbox);
        this.media = media;
        this.offer = ClientOffer.of(direction, media, RANDOM);
        this.ice = offer.ice();
        this.sender =
                SyntheticSender.of(
                        path,
                        direction.equals("sendonly") ? media : List.of(),
                        firstSequenceNumber,
                        RANDOM);
        inbox.tell(sender);
    }

    /// Not posted yet.
    ///
    /// @param node  `http://host:port`
    /// @param media with SSRCs
    public static WebRtcClient publisher(String node, String stream, List<ClientMedia> media) {
        return publisher(node, stream, media, RANDOM.nextInt(1 << 15));
    }

    /// @param firstSequenceNumber of each medium; an SRTP receiver cannot see that it wrapped
    ///     before the first packet it gets
    public static WebRtcClient publisher(
            String node, String stream, List<ClientMedia> media, int firstSequenceNumber) {
        String endpoint = node + "/whip/" + stream;
        return new WebRtcClient(endpoint, "sendonly", media, firstSequenceNumber, ClientRoute.UDP);
    }

    /// Not posted yet.
    public static WebRtcClient viewer(String node, String stream, List<ClientMedia> media) {
        return viewer(node, stream, media, ClientRoute.UDP);
    }

    /// Not posted yet.
    public static WebRtcClient viewer(
            String node, String stream, List<ClientMedia> media, ClientRoute route) {
        return new WebRtcClient(node + "/whep/" + stream, "recvonly", media, 0, route);
    }

    /// Publishes pictures and sound until it is closed.
    public static WebRtcClient publish(String node, String stream, List<ClientMedia> media) {
        return publish(node, stream, media, ClientRoute.UDP);
    }

    /// Publishes until it is closed.
    public static WebRtcClient publish(
            String node, String stream, List<ClientMedia> media, ClientRoute route) {
        String endpoint = node + "/whip/" + stream;
        WebRtcClient client =
                new WebRtcClient(endpoint, "sendonly", media, RANDOM.nextInt(1 << 15), route);
        client.connect();
        client.startSending();
        return client;
    }

    /// Watches until it is closed.
    public static WebRtcClient watch(String node, String stream) {
        return watch(node, stream, ClientRoute.UDP);
    }

    /// Watches until it is closed.
    public static WebRtcClient watch(String node, String stream, ClientRoute route) {
        WebRtcClient client = viewer(node, stream, ClientMedia.watched(), route);
        client.connect();
        return client;
    }

    public ClientOffer offer() {
        return offer;
    }

    /// As FFmpeg does, it waits for the server to begin the handshake.
    public WebRtcClient passive() {
        offer = offer.passive();
        return this;
    }

    /// All requests that follow have this token.
    public WebRtcClient bearer(String token) {
        authorization = List.of("Authorization", "Bearer " + token);
        return this;
    }

    public HttpResponse<String> post() {
        HttpResponse<String> response =
                send("POST", endpoint, offer.text(), "Content-Type", HttpCalls.SDP);
        if (response.statusCode() == 201) {
            answer = ClientAnswer.read(response.body());
            String location = response.headers().firstValue("Location").orElseThrow();
            sessionUrl = URI.create(endpoint).resolve(location).toString();
            entityTag = response.headers().firstValue("ETag").orElseThrow();
        }
        return response;
    }

    /// Answers a counter-offer instead of having made an offer.
    ///
    /// @param description with the payload types of this client's media
    /// @param url         of the session
    public HttpResponse<String> answer(String description, String url) {
        // Who answers is the DTLS client.
        answer = ClientAnswer.read(description.replace("a=setup:actpass", "a=setup:passive"));
        sessionUrl = url;
        String text = offer.text().replace("a=setup:actpass", "a=setup:active");
        return HttpCalls.send("PATCH", url, text, "Content-Type", HttpCalls.SDP);
    }

    /// Begins connectivity checks and, where they succeed, the handshake.
    public void dial() {
        ClientLoop.run(() -> path.dial(offer.ice(), answer.peer(route)));
    }

    public CompletableFuture<Void> connected() {
        return path.connected();
    }

    public void awaitConnected() {
        ClientLoop.await("connected to " + endpoint, path.connected());
    }

    /// Posts if that has not been done, dials, and returns when media can flow.
    public void connect() {
        if (answer == null) {
            HttpResponse<String> response = post();
            if (response.statusCode() != 201) {
                throw new AssertionError(
                        endpoint + ": " + response.statusCode() + " " + response.body());
            }
        }
        dial();
        awaitConnected();
    }

    public void startSending() {
        ClientLoop.run(sender::start);
    }

    /// As OBS does: key frames come at this interval, whoever asks for others.
    public void ignoreKeyFrameRequests(Duration interval) {
        ClientLoop.run(() -> sender.ignoreRequests(interval));
    }

    public void stopSending() {
        ClientLoop.run(sender::stop);
    }

    public String sessionUrl() {
        return sessionUrl;
    }

    public String entityTag() {
        return entityTag;
    }

    public ClientAnswer answer() {
        return answer;
    }

    /// Those of this client now.
    public IceCredentials ice() {
        return ice;
    }

    /// Where this client sends from.
    public InetSocketAddress address() {
        return path.address();
    }

    /// Where the server takes datagrams.
    public InetSocketAddress server() {
        return route.choose(answer);
    }

    public ReceivedMedia received() {
        return received;
    }

    /// What the server sends to this viewer for a medium; see [ClientAnswer#ssrcs()].
    public List<ReceivedRtp> received(MediaKind kind) {
        return received.packets(ssrc(kind));
    }

    /// The SSRC that the medium has: a publisher's own, or what the server told a viewer.
    public int ssrc(MediaKind kind) {
        for (int i = 0; i < media.size(); i++) {
            if (media.get(i).kind() == kind) {
                return media.get(i).ssrc() == 0 ? answer.ssrcs().get(i) : media.get(i).ssrc();
            }
        }
        throw new IllegalArgumentException("no " + kind + " was offered");
    }

    /// The reason, once the server has ended the session or does not answer any more.
    public CompletableFuture<String> ended() {
        return path.ended();
    }

    /// Packets of a medium that were made and sent, each once.
    public long sent(MediaKind kind) {
        return ClientLoop.call(() -> sender.track(kind).packets());
    }

    /// PLI and FIR that came.
    public long keyFrameRequests() {
        return ClientLoop.call(sender::keyFrameRequests);
    }

    /// Asks the server for packets again.
    public void nack(int ssrc, List<Integer> sequenceNumbers) {
        sendRtcp(new GenericNack(OWN_SSRC, ssrc, sequenceNumbers));
    }

    public void requestKeyFrame() {
        sendRtcp(new PictureLossIndication(OWN_SSRC, ssrc(MediaKind.VIDEO)));
    }

    private void sendRtcp(RtcpPacket packet) {
        ByteBuf compound = Unpooled.buffer();
        new CompoundWriter(compound).write(new ReceiverReport(OWN_SSRC, List.of())).write(packet);
        send(sealRtcp(ByteBufUtil.getBytes(compound)));
    }

    /// The next packets of an SSRC are lost on the way to here.
    public void lose(int ssrc, int count) {
        ClientLoop.run(() -> path.lose(ssrc, count));
    }

    /// By TCP: takes nothing from the network until it is resumed.
    public void pauseReading(boolean paused) {
        path.pauseReading(paused);
    }

    /// What a packet is on the wire; it is not sent.
    ///
    /// @param packet in the clear
    public byte[] sealRtp(byte[] packet, int headerLength) {
        return ClientLoop.call(() -> path.sealRtp(packet, headerLength));
    }

    /// What a compound is on the wire; it is not sent.
    ///
    /// @param compound in the clear, 8 bytes or more
    public byte[] sealRtcp(byte[] compound) {
        return ClientLoop.call(() -> path.sealRtcp(compound));
    }

    /// The last packet of a publisher, as it was sent.
    public byte[] lastRtp() {
        return ClientLoop.call(sender::lastRtp);
    }

    /// The last sender report of a publisher, as it was sent.
    public byte[] lastRtcp() {
        return ClientLoop.call(sender::lastRtcp);
    }

    /// The first datagrams that this client has sent of each protocol, as they were.
    public List<byte[]> firstSent() {
        return path.sent();
    }

    /// Any bytes, from this client's own socket to where the server takes datagrams.
    public void send(byte[] datagram) {
        path.send(datagram, server());
    }

    public HttpResponse<String> patch(String fragment, String ifMatch) {
        return send(
                "PATCH",
                sessionUrl,
                fragment,
                "Content-Type",
                HttpCalls.FRAGMENT,
                "If-Match",
                ifMatch);
    }

    /// Asks for an ICE restart, and takes it up if it is granted: checks, media and all else then
    /// come from another address, as from a phone that has changed its network, or from the same.
    ///
    /// @param url of the session, at whatever node
    public HttpResponse<String> restartIce(String url, String ifMatch, boolean moves) {
        IceCredentials next = ClientOffer.credentials(RANDOM);
        HttpResponse<String> response =
                HttpCalls.send(
                        "PATCH",
                        url,
                        ClientOffer.fragment(next, media.getFirst()),
                        "Content-Type",
                        HttpCalls.FRAGMENT,
                        "If-Match",
                        ifMatch);
        if (response.statusCode() == 200) {
            ice = next;
            entityTag = response.headers().firstValue("ETag").orElseThrow();
            takeUp(next, ClientAnswer.credentials(response.body()), moves);
        }
        return response;
    }

    private void takeUp(IceCredentials local, IceCredentials remote, boolean moves) {
        CompletableFuture<Void> nominated =
                ClientLoop.call(
                        () -> {
                            if (moves) {
                                path.move(route.openElsewhere());
                            }
                            return path.restart(local, remote);
                        });
        ClientLoop.await("the new ICE session", nominated);
    }

    public HttpResponse<String> delete() {
        return send("DELETE", sessionUrl, "");
    }

    private HttpResponse<String> send(String method, String url, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(authorization);
        return HttpCalls.send(method, url, body, all.toArray(String[]::new));
    }

    /// Is gone without a word, like a process that was killed.
    public void vanish() {
        end(false);
    }

    /// Says good-bye by close_notify; the session's URL is not used.
    @Override
    public void close() {
        end(true);
    }

    private void end(boolean politely) {
        ClientLoop.run(
                () -> {
                    sender.stop();
                    path.close(politely);
                });
    }
}
