package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/// Against real sockets, whose clients say nothing.
class AcceptGateTest {
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ConnectionLimit limit = new ConnectionLimit(9, 2, _ -> false);
    private final HttpRefusals refusals = new HttpRefusals();
    private final LinkedBlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket each : clients) {
            each.close();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void whoSaysNothingIsAConnectionToo() throws Exception {
        int port = listen(_ -> true);
        connect(port);
        connect(port);
        next();
        Channel second = next();

        assertThat(isRefused(connect(port))).isTrue();
        assertThat(refusals.counts()).containsEntry("too-many-connections", 1L);

        second.close().sync();

        assertThat(limit.size()).isEqualTo(1);
        connect(port);
        assertThat(next().isOpen()).isTrue();
    }

    @Test
    void otherPortsAreNotCounted() throws Exception {
        int port = listen(_ -> false);
        for (int i = 0; i < 3; i++) {
            connect(port);
            assertThat(next().isOpen()).isTrue();
        }
        assertThat(limit.size()).isZero();
    }

    private int listen(IntPredicate ours) throws InterruptedException {
        ChannelInitializer<Channel> notes =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.add(channel);
                    }
                };
        Channel listening =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .handler(new AcceptGate(limit, refusals, ours))
                        .childHandler(notes)
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private Channel next() throws InterruptedException {
        return accepted.poll(10, TimeUnit.SECONDS);
    }

    private Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        clients.add(client);
        return client;
    }

    private static boolean isRefused(Socket client) throws IOException {
        client.setSoTimeout(10_000);
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
