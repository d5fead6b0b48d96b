package weir.fuzz;

import weir.testkit.ClientAnswer;
import weir.testkit.WebRtcClient;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Damaged datagrams at a rate: from strangers by UDP and TCP, from the very sockets of the watched
/// stream's sessions, and from sessions of attackers, sealed and not.
final class DatagramAttack implements AutoCloseable {
    private static final int STRANGERS = 64;
    private static final int CONNECTIONS = 16;
    private static final int BETWEEN_READS = 128;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int WRONG_LENGTH_OF = 20;

    /// How many went which way.
    record Counts(long strangers, long own, long connections, long sealed, long refusedHere) {}

    private final List<Stranger> strangers = new ArrayList<>();
    private final List<StrangeConnection> connections = new ArrayList<>();
    private final List<WebRtcClient> watched;
    private final HostileSessions hostile;
    private final List<byte[]> seeds = new ArrayList<>();
    private final DatagramMutator mutator;
    private final Random random;
    private final int rate;
    private long ofStrangers;
    private long ofOwn;
    private long ofConnections;
    private long ofSealed;
    private long refusedHere;

    DatagramAttack(WatchedStream stream, HostileSessions hostile, Random random, int rate)
            throws IOException {
        this.watched = stream.clients();
        this.hostile = hostile;
        this.random = random;
        this.rate = rate;
        this.mutator = new DatagramMutator(random);
        WebRtcClient viewer = watched.getLast();
        for (int i = 0; i < STRANGERS; i++) {
            strangers.add(new Stranger(i, viewer.server()));
        }
        ClientAnswer answer = viewer.answer();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new StrangeConnection(i, answer.tcpCandidates().getFirst()));
        }
        watched.forEach(client -> seeds.addAll(client.firstSent()));
    }

    /// What is damaged.
    List<byte[]> seeds() {
        return seeds;
    }

    /// Blocks until that many are sent.
    void send(long count) throws IOException {
        long start = System.nanoTime();
        for (long sent = 0; sent < count; ) {
            long due = (System.nanoTime() - start) * rate / TimeUnit.SECONDS.toNanos(1);
            for (; sent < Math.min(due, count); sent++) {
                sendNext();
                if (sent % BETWEEN_READS == 0) {
                    drain();
                }
            }
            LockSupport.parkNanos(TURN_NANOS);
        }
        drain();
    }

    private void sendNext() throws IOException {
        int way = random.nextInt(100);
        if (way < 4) {
            HostileSessions.Sealed sealed = hostile.next();
            sealed.client().send(sealed.datagram());
            ofSealed++;
        } else if (way < 14) {
            sendFrame();
        } else if (way < 40) {
            boolean ofWatched = random.nextBoolean();
            List<WebRtcClient> clients = ofWatched ? watched : hostile.clients();
            clients.get(random.nextInt(clients.size())).send(mutator.next(seeds));
            ofOwn++;
        } else {
            sendStrange(mutator.next(seeds));
        }
    }

    private void sendFrame() throws IOException {
        byte[] datagram = mutator.next(seeds);
        int length =
                random.nextInt(WRONG_LENGTH_OF) == 0 ? random.nextInt(1 << 16) : datagram.length;
        if (connections.get(random.nextInt(CONNECTIONS)).send(datagram, length)) {
            ofConnections++;
        } else {
            sendStrange(datagram);
        }
    }

    private void sendStrange(byte[] datagram) throws IOException {
        if (strangers.get(random.nextInt(STRANGERS)).send(datagram)) {
            ofStrangers++;
        } else {
            refusedHere++;
        }
    }

    private void drain() throws IOException {
        for (Stranger stranger : strangers) {
            stranger.drain();
        }
        connections.forEach(StrangeConnection::drain);
    }

    Counts counts() {
        return new Counts(ofStrangers, ofOwn, ofConnections, ofSealed, refusedHere);
    }

    int connectionsOpened() {
        return connections.stream().mapToInt(StrangeConnection::opened).sum();
    }

    long strangersSentBytes() {
        return strangers.stream().mapToLong(Stranger::sentBytes).sum();
    }

    long strangersReceivedBytes() {
        return strangers.stream().mapToLong(Stranger::receivedBytes).sum();
    }

    /// Unknown addresses that were sent more than they had sent.
    long amplified() throws IOException {
        drain();
        return strangers.stream().filter(each -> each.receivedBytes() > each.sentBytes()).count()
                + connections.stream()
                        .filter(each -> each.receivedBytes() > each.sentBytes())
                        .count();
    }

    @Override
    public void close() throws IOException {
        for (Stranger stranger : strangers) {
            stranger.close();
        }
        connections.forEach(StrangeConnection::close);
    }
}
