package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;

import weir.loop.OwnerLoop;
import weir.testkit.Loops;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.StringJoiner;

/// Sends datagrams that are longer than the MTU, and prints what became of them: see [SmallMtuIT].
final class SmallMtuProbe {
    private static final int DATAGRAMS = 8;
    private static final int LENGTH = 1200;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    private int written;

    public static void main(String[] arguments) throws IOException {
        try (Loops loops = new Loops(1)) {
            new SmallMtuProbe().run(loops, loops.loop(0));
        }
    }

    private void run(Loops loops, OwnerLoop owner) throws IOException {
        LoopTransport transport = new LoopTransport(owner, Configs.shared());
        Channel channel =
                DatagramChannels.bootstrap(
                                owner.eventLoop(),
                                ANY_PORT.getAddress(),
                                new ChannelHandlerAdapter() {})
                        .bind(ANY_PORT)
                        .syncUninterruptibly()
                        .channel();
        DatagramSender sender = transport.sender(channel);
        try (DatagramSocket receiver = new DatagramSocket(ANY_PORT)) {
            receiver.setSoTimeout(5000);
            InetSocketAddress remote = (InetSocketAddress) receiver.getLocalSocketAddress();
            Destination to = sender.destination(remote);
            System.out.println("one message first: " + to.takesSegments());
            loops.run(owner, () -> write(transport.queue(), to));
            System.out.println("arrived:" + receive(receiver));
            System.out.println("one message again: " + to.takesSegments());
            loops.run(owner, () -> write(transport.queue(), to));
            System.out.println("arrived:" + receive(receiver));
            System.out.println(
                    "another destination: " + sender.destination(remote).takesSegments());
        }
    }

    private void write(SendQueue queue, Destination to) {
        for (int i = 0; i < DATAGRAMS; i++) {
            ByteBuf memory = queue.begin(LENGTH);
            int index = memory.writerIndex();
            memory.writeInt(written++).writeZero(LENGTH - Integer.BYTES);
            queue.end(to, index);
        }
    }

    private static String receive(DatagramSocket receiver) throws IOException {
        StringJoiner numbers = new StringJoiner(" ", " ", "");
        for (int i = 0; i < DATAGRAMS; i++) {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            receiver.receive(packet);
            numbers.add("" + ByteBuffer.wrap(packet.getData()).getInt());
        }
        return numbers.toString();
    }
}
