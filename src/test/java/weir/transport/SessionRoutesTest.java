package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.ice.CandidatePair;
import weir.peer.CloseReason;
import weir.testkit.CountingAllocator;
import weir.testkit.Loops;

import java.net.InetSocketAddress;
import java.util.List;

class SessionRoutesTest {
    private static final long NOW = System.nanoTime();

    @AutoClose private static final Loops loops = new Loops(1);

    private final SessionTable table = new SessionTable();
    private final TestSession test =
            new TestSession(
                    loops,
                    loops.loop(0),
                    new CountingAllocator(),
                    List.of(),
                    List.of(),
                    _ -> new RecordingSink());
    private final SessionRef session = test.ref();
    private final String first = session.localUserFragment();
    private final SessionRoutes routes = new SessionRoutes(table, session, List.of(first));

    @AfterEach
    void close() {
        session.close(CloseReason.SHUTDOWN);
        loops.settle();
    }

    @Test
    void bothUserFragmentsLeadHereWhileIceRestartsAndThenTheNewOneAlone() {
        table.add(session);

        routes.follow(List.of("second", first));
        assertThat(routes.isRestarting()).isTrue();
        assertThat(table.findByUserFragment("second")).contains(session);
        assertThat(table.findByUserFragment(first)).contains(session);

        routes.follow(List.of("third", first));
        assertThat(table.findByUserFragment("second")).isEmpty();

        routes.follow(List.of("third"));
        assertThat(routes.isRestarting()).isFalse();
        assertThat(table.findByUserFragment(first)).isEmpty();
        assertThat(table.findByUserFragment("third")).contains(session);
    }

    @Test
    void theOldestOfThirtyTwoAddressesIsForgottenForAnother() {
        for (int port = 1; port <= 32; port++) {
            routes.addRemote(pair(port), NOW);
        }
        assertThat(table.findByRemote(remote(1))).isSameAs(session);

        routes.addRemote(pair(33), NOW);

        assertThat(table.findByRemote(remote(1))).isNull();
        assertThat(table.findByRemote(remote(2))).isSameAs(session);
        assertThat(table.findByRemote(remote(33))).isSameAs(session);
    }

    @Test
    void nothingLeadsToASessionThatEnded() {
        table.add(session);
        routes.follow(List.of("second", first));
        routes.addRemote(pair(1), NOW);

        routes.remove();

        assertThat(table.findByUserFragment(first)).isEmpty();
        assertThat(table.findByUserFragment("second")).isEmpty();
        assertThat(table.findByRemote(remote(1))).isNull();
        assertThat(table.size()).isZero();
    }

    private static CandidatePair pair(int port) {
        return new CandidatePair(new InetSocketAddress("192.0.2.1", 7777), remote(port));
    }

    private static InetSocketAddress remote(int port) {
        return new InetSocketAddress("198.51.100.7", port);
    }
}
