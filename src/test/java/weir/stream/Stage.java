package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import weir.forward.LayerLimits;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtcp.SenderReport;
import weir.rtcp.SourceDescription;
import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.testkit.CountingAllocator;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Publishers, viewers and links on real loops, around a real stream table.
final class Stage implements StreamListener, AutoCloseable {
    static final int VIDEO = 0x11;
    static final int AUDIO = 0x22;
    static final int VIEWER_VIDEO = 0x900;
    static final int VIEWER_AUDIO = 0x901;

    /// The encodings of simulcast.
    static final int HIGH = 0x31;

    static final int LOW = 0x32;
    static final byte[] KEY_FRAME = {0x10, 0x00, 1, 2, 3};
    static final byte[] INTER_FRAME = {0x10, 0x01, 4, 5, 6};

    private static final PayloadFormat VP8 = format(96, MediaKind.VIDEO, "VP8", 90_000, 1);
    private static final PayloadFormat OPUS = format(111, MediaKind.AUDIO, "opus", 48_000, 2);

    final Loops loops;
    final CountingAllocator counting = new CountingAllocator();
    final StreamTable table;
    final StreamTableRef streams;

    /// What the listener heard.
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private static final StreamConfig CONFIG =
            new StreamConfig(InstantStart.AUTO, Duration.ofSeconds(3), 1 << 20);

    private final Map<TestSession, Subscriber> subscribers = new HashMap<>();
    private final List<TestSession> sessions = new ArrayList<>();

    /// The newest one.
    private volatile Publication publication;

    Stage(Loops loops) {
        this(loops, CONFIG);
    }

    Stage(Loops loops, StreamConfig config) {
        this.loops = loops;
        this.table = new StreamTable(loops.loop(0), this, SessionListener.NONE, config);
        this.streams = new StreamTableRef(loops.loop(0), table);
    }

    private static PayloadFormat format(
            int payloadType, MediaKind kind, String encoding, int clockRate, int channels) {
        return new PayloadFormat(
                payloadType,
                kind,
                encoding,
                clockRate,
                channels,
                "",
                Set.of(RtcpFeedback.NACK, RtcpFeedback.PLI));
    }

    @Override
    public void onViewers(String stream, int viewers) {
        heard.add(stream + " viewers " + viewers);
    }

    @Override
    public void onPublication(String stream, Optional<PublicationRef> publication) {
        heard.add(stream + " " + publication.map(it -> "epoch " + it.epoch()).orElse("ended"));
    }

    /// A publisher that is connected.
    TestSession publish(String stream, long epoch, int loop) {
        return publish(stream, epoch, loop, PublicationOrigin.PUBLISHER, incoming());
    }

    /// A publisher that is connected and has named its encodings, [#HIGH] and [#LOW].
    TestSession publishSimulcast(String stream, int loop) {
        return named(publish(stream, 1, loop, PublicationOrigin.PUBLISHER, simulcast()));
    }

    /// As [#publishSimulcast], on another node: it comes over a link.
    TestSession relaySimulcast(String stream, int loop) {
        return named(publish(stream, 1, loop, PublicationOrigin.LINK, simulcast()));
    }

    private TestSession named(TestSession publisher) {
        publisher.receiveReport(
                new SourceDescription(
                        List.of(
                                new SourceDescription.Chunk(HIGH, "c", "", "h", ""),
                                new SourceDescription.Chunk(LOW, "c", "", "l", ""))));
        return publisher;
    }

    /// A publisher that is connected and sends this.
    TestSession publish(String stream, long epoch, int loop, List<IncomingMedia> media) {
        return publish(stream, epoch, loop, PublicationOrigin.PUBLISHER, media);
    }

    private TestSession publish(
            String stream,
            long epoch,
            int loop,
            PublicationOrigin origin,
            List<IncomingMedia> media) {
        return opened(
                new TestSession(
                        loops,
                        loops.loop(loop),
                        counting,
                        media,
                        List.of(),
                        driver ->
                                publication =
                                        new Publication(
                                                driver, stream, streams, origin, epoch, media)));
    }

    /// The newest publication looks at what is wanted as if it were later.
    void passNanos(long nanos) {
        loops.run(publication.owner(), () -> publication.onWake(System.nanoTime() + nanos));
        loops.settle();
    }

    /// The newest publication's other end reports on what it sends.
    void report(int ssrc, long packets, long octets, long arrivalNanos) {
        SenderReport report = new SenderReport(ssrc, 1L << 40, 0, packets, octets, List.of());
        loops.run(
                publication.owner(),
                () -> publication.onSenderReport(MediaKind.VIDEO, 90_000, report, arrivalNanos));
        loops.settle();
    }

    /// The fan-out of a member's loop.
    LoopFanOut fanOut(String stream, TestSession session) {
        StreamMember member = find(stream, session);
        return loops.call(
                loops.loop(0), () -> table.obtain(stream).join(member, session.driver().owner()));
    }

    /// What other loops may do with a viewer.
    SubscriberRef member(String stream, TestSession viewer) {
        return find(stream, viewer).viewer().orElseThrow();
    }

    private StreamMember find(String stream, TestSession session) {
        return snapshot(stream).orElseThrow().members().stream()
                .filter(each -> each.session() == session.ref())
                .findFirst()
                .orElseThrow();
    }

    /// A viewer's loop looks at the layers.
    void measure(String stream, TestSession viewer, long nowNanos) {
        measure(fanOut(stream, viewer), viewer.driver().owner(), nowNanos);
    }

    void measure(LoopFanOut fanOut, OwnerLoop owner, long nowNanos) {
        loops.run(owner, () -> fanOut.measure(nowNanos));
        loops.settle();
    }

    TestSession watch(String stream, int loop) {
        return opened(joining(stream, loop));
    }

    /// A viewer that is not connected yet.
    TestSession joining(String stream, int loop) {
        return joining(
                stream,
                loop,
                List.of(
                        outgoing(VIEWER_AUDIO, format(109, MediaKind.AUDIO, "opus", 48_000, 2)),
                        outgoing(VIEWER_VIDEO, format(100, MediaKind.VIDEO, "VP8", 90_000, 1))));
    }

    TestSession watch(String stream, int loop, List<OutgoingMedia> media) {
        return opened(joining(stream, loop, media));
    }

    private TestSession joining(String stream, int loop, List<OutgoingMedia> media) {
        Subscriber[] made = new Subscriber[1];
        TestSession session =
                new TestSession(
                        loops,
                        loops.loop(loop),
                        counting,
                        List.of(),
                        media,
                        driver ->
                                made[0] =
                                        new Subscriber(
                                                driver, stream, streams, new SplittableRandom(7)));
        subscribers.put(session, made[0]);
        sessions.add(session);
        return session;
    }

    /// Calls what a viewer is on this node, on its loop.
    void on(TestSession viewer, Consumer<Subscriber> call) {
        loops.run(viewer.driver().owner(), () -> call.accept(subscribers.get(viewer)));
        loops.settle();
    }

    TestSession link(String stream, PublicationRef publication, int loop) {
        return opened(
                new TestSession(
                        loops,
                        loops.loop(loop),
                        counting,
                        List.of(),
                        List.of(outgoing(0x777, VP8), outgoing(0x778, OPUS)),
                        driver -> new LinkSubscriber(driver, stream, streams, publication)));
    }

    private TestSession opened(TestSession session) {
        sessions.add(session);
        session.connect();
        loops.settle();
        return session;
    }

    private static OutgoingMedia outgoing(int ssrc, PayloadFormat format) {
        return new OutgoingMedia(
                format.kind(), "m", ssrc, 0, "cname", List.of(format), ExtensionMap.EMPTY);
    }

    static List<IncomingMedia> incoming() {
        return List.of(incoming("0", OPUS), incoming("1", VP8));
    }

    private static List<IncomingMedia> simulcast() {
        return List.of(incoming("0", OPUS), incoming("1", VP8, "h", "l"));
    }

    private static IncomingMedia incoming(String mid, PayloadFormat format, String... rids) {
        return new IncomingMedia(
                format.kind(), mid, List.of(format), ExtensionMap.EMPTY, List.of(rids));
    }

    static byte[] video(int ssrc, int sequence, byte[] payload) {
        return packet(96, ssrc, sequence, payload);
    }

    static byte[] audio(int ssrc, int sequence) {
        return packet(111, ssrc, sequence, new byte[] {9, 9, (byte) sequence});
    }

    private static byte[] packet(int payloadType, int ssrc, int sequence, byte[] payload) {
        return ByteBuffer.allocate(12 + payload.length)
                .putShort((short) (0x8000 | payloadType))
                .putShort((short) sequence)
                .putInt(3000 * sequence)
                .putInt(ssrc)
                .put(payload)
                .array();
    }

    /// One read of the publisher's socket, carried to everybody.
    void send(TestSession publisher, byte[]... packets) {
        publisher.receiveMedia(List.of(packets));
        loops.settle();
    }

    PublicationRef publication(String stream) {
        return snapshot(stream).orElseThrow().publication().orElseThrow();
    }

    Optional<StreamSnapshot> snapshot(String stream) {
        return loops.call(loops.loop(0), () -> table.find(stream).map(Stream::snapshot));
    }

    /// The viewer chooses an encoding.
    void limit(String stream, TestSession viewer, String rid) {
        int any = LayerLimits.ANY;
        member(stream, viewer)
                .limit(new LayerLimits(Optional.of(rid), any, any, any, any, any, any));
        loops.settle();
    }

    void enable(String stream, TestSession viewer, MediaKind kind, boolean enabled) {
        member(stream, viewer).enable(kind, enabled);
        loops.settle();
    }

    /// Ends all, and fails if something is left of it.
    @Override
    public void close() {
        sessions.forEach(session -> session.ref().close(CloseReason.SHUTDOWN));
        loops.settle();
        assertThat(loops.call(loops.loop(0), table::snapshots)).isEmpty();
        assertThat(counting.bytesHeld()).isZero();
    }
}
