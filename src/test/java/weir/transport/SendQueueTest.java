package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.loop.OwnerLoop;
import weir.testkit.Loops;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// By a real socket, over loopback.
class SendQueueTest {
    private static final int LENGTH = 1200;

    private final Loops loops = new Loops(1);
    private final OwnerLoop owner = loops.loop(0);
    private final SharedTransport shared = Configs.shared();
    private final DropCounters drops = shared.drops();
    private final LoopTransport transport = new LoopTransport(owner, shared);
    private final SendQueue queue = transport.queue();
    private final List<DatagramSocket> receivers = new ArrayList<>();
    private Channel channel;
    private int written;

    @BeforeEach
    void open() {
        channel = bind("127.0.0.1");
    }

    private Channel bind(String local) {
        InetSocketAddress any = new InetSocketAddress(local, 0);
        return DatagramChannels.bootstrap(
                        owner.eventLoop(), any.getAddress(), new ChannelHandlerAdapter() {})
                .bind(any)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void close() {
        receivers.forEach(DatagramSocket::close);
        channel.close().syncUninterruptibly();
        loops.close();
    }

    private Destination receiver(DatagramSender sender) throws IOException {
        InetAddress local = ((InetSocketAddress) channel.localAddress()).getAddress();
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(local, 0));
        socket.setSoTimeout(5000);
        socket.setReceiveBufferSize(1 << 20);
        receivers.add(socket);
        return sender.destination((InetSocketAddress) socket.getLocalSocketAddress());
    }

    private Destination receiver() throws IOException {
        return receiver(transport.sender(channel));
    }

    /// On the loop: datagrams of these lengths, each with its number in front.
    private void write(Destination to, int... lengths) {
        for (int length : lengths) {
            ByteBuf memory = queue.begin(length);
            int index = memory.writerIndex();
            memory.writeInt(written++).writeZero(length - Integer.BYTES);
            queue.end(to, index);
        }
    }

    /// The numbers of the datagrams that the receiver gets, and what is wrong with one.
    private List<Integer> receive(int receiver, int... lengths) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int length : lengths) {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            receivers.get(receiver).receive(packet);
            assertThat(packet.getLength()).isEqualTo(length);
            assertThat(packet.getPort())
                    .isEqualTo(((InetSocketAddress) channel.localAddress()).getPort());
            numbers.add(ByteBuffer.wrap(packet.getData()).getInt());
        }
        return numbers;
    }

    private static int[] times(int count, int length) {
        return IntStream.generate(() -> length).limit(count).toArray();
    }

    private static Integer[] numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toArray(Integer[]::new);
    }

    /// Bytes of each message, and of its segments, before they leave.
    private List<List<Integer>> messages(int... lengths) throws IOException {
        Destination to = receiver();
        return loops.call(
                owner,
                () -> {
                    write(to, lengths);
                    List<List<Integer>> messages = new ArrayList<>();
                    for (int i = 0, bytes = 0; bytes < IntStream.of(lengths).sum(); i++) {
                        messages.add(List.of(queue.length(i), queue.segmentSize(i)));
                        bytes += queue.length(i);
                    }
                    return messages;
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void whatGoesAsOneMessageArrivesDatagramByDatagram(String local) throws IOException {
        channel.close().syncUninterruptibly();
        channel = bind(local);
        Destination to = receiver();
        int[] lengths = {LENGTH, LENGTH, LENGTH, 700, 90, 1210, 1210};

        loops.run(owner, () -> write(to, lengths));

        assertThat(receive(0, lengths)).containsExactly(numbers(0, 7));
    }

    @Test
    void equalDatagramsAreOneMessage() throws IOException {
        assertThat(messages(128, 128, 128)).containsExactly(List.of(384, 128));
    }

    @Test
    void aShorterDatagramEndsAMessageAndALongerOneBeginsAnother() throws IOException {
        assertThat(messages(128, 128, 78, 78, 88, 88))
                .containsExactly(List.of(334, 128), List.of(78, 78), List.of(176, 88));
    }

    @Test
    void aMessageHasSixtyFourSegmentsAtMost() throws IOException {
        assertThat(messages(times(130, 40)))
                .containsExactly(List.of(64 * 40, 40), List.of(64 * 40, 40), List.of(80, 40));
    }

    @Test
    void aMessageIsNoLongerThanADatagramMayBe() throws IOException {
        assertThat(messages(times(70, LENGTH)))
                .containsExactly(List.of(54 * LENGTH, LENGTH), List.of(16 * LENGTH, LENGTH));
    }

    @Test
    void datagramsToSeveralDestinationsKeepTheirOrder() throws IOException {
        List<Destination> to = List.of(receiver(), receiver(), receiver());

        loops.run(owner, () -> to.forEach(each -> write(each, LENGTH, LENGTH, 100)));

        for (int i = 0; i < to.size(); i++) {
            assertThat(receive(i, LENGTH, LENGTH, 100)).containsExactly(numbers(3 * i, 3 * i + 3));
        }
    }

    @Test
    void moreThanTheMemoryHoldsLeavesInBetween() throws IOException {
        List<Destination> to = List.of(receiver(), receiver(), receiver(), receiver());

        loops.run(owner, () -> to.forEach(each -> write(each, times(80, LENGTH))));

        for (int i = 0; i < to.size(); i++) {
            assertThat(receive(i, times(80, LENGTH))).containsExactly(numbers(80 * i, 80 * i + 80));
        }
    }

    @Test
    void moreMessagesThanItHasRoomForLeaveInBetween() throws IOException {
        List<Destination> to = List.of(receiver(), receiver());
        int each = SendQueue.MESSAGES_MAX;

        loops.run(
                owner,
                () -> {
                    for (int i = 0; i < each; i++) {
                        write(to.get(0), 100);
                        write(to.get(1), 100);
                    }
                });

        assertThat(receive(0, times(each, 100))).hasSize(each).isSorted().doesNotHaveDuplicates();
        assertThat(receive(1, times(each, 100))).hasSize(each).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatIsBegunAndNotEndedIsNotSent() throws IOException {
        Destination to = receiver();

        loops.run(
                owner,
                () -> {
                    write(to, LENGTH);
                    queue.begin(LENGTH).writeZero(LENGTH);
                    write(to, LENGTH);
                });

        assertThat(receive(0, LENGTH, LENGTH)).containsExactly(0, 1);
    }

    @Test
    void withoutSendmmsgTheChannelSendsTheSame() throws IOException {
        Destination to = receiver(new DatagramSender(channel, transport, false));
        int[] lengths = {LENGTH, LENGTH, 700, 90};

        loops.run(owner, () -> write(to, lengths));

        assertThat(receive(0, lengths)).containsExactly(numbers(0, 4));
    }

    @Test
    void whatTheKernelDoesNotTakeIsCountedAndStopsNoOther() throws IOException {
        DatagramSender sender = transport.sender(channel);
        // Broadcast, for which the socket has no permission.
        Destination refused = sender.destination(new InetSocketAddress("255.255.255.255", 9));
        Destination to = receiver();

        loops.run(
                owner,
                () -> {
                    write(to, LENGTH);
                    write(refused, LENGTH, LENGTH);
                    write(to, LENGTH);
                });

        assertThat(receive(0, LENGTH, LENGTH)).containsExactly(0, 3);
        assertThat(drops.snapshot()).containsEntry("SEND_REFUSED", 1L);
    }

    @Test
    void aSocketThatIsClosedSendsNoMore() throws IOException {
        Destination gone = receiver();
        Channel other = channel;
        channel = bind("127.0.0.1");
        Destination to = receiver();

        loops.run(
                owner,
                () -> {
                    write(gone, LENGTH);
                    write(to, LENGTH);
                    other.close();
                });

        assertThat(receive(1, LENGTH)).containsExactly(1);
    }
}
