package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.ice.IceCredentials;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.PeerParameters;
import weir.stun.StunKey;
import weir.stun.StunWriter;
import weir.stun.TransactionId;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// [DatagramRouter] and the [SessionTable] that it looks into.
class DatagramRouterTest {
    private static final InetSocketAddress ONE = new InetSocketAddress("192.0.2.1", 1000);
    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.1", 1001);

    private final SessionTable sessions = new SessionTable();
    private final DropCounters drops = new DropCounters();
    private final DatagramRouter router =
            new DatagramRouter(
                    sessions, drops, Configs.STRANGERS_PER_SECOND, Configs.CHECKS_PER_SECOND);
    private final SessionRef first = session("first");
    private final SessionRef second = session("second");

    @Test
    void aCheckGoesToTheSessionItNamesWhereverItComesFrom() {
        sessions.add(first);
        sessions.add(second);
        sessions.addRemote(ONE, second, System.nanoTime());

        assertThat(router.route(check("first:far"), ONE)).isSameAs(first);
        assertThat(router.route(check("first:far"), OTHER)).isSameAs(first);
    }

    @Test
    void aCheckThatNamesNobodyGoesWhereItsSourceDoes() {
        sessions.add(first);
        sessions.addRemote(ONE, first, System.nanoTime());

        assertThat(router.route(check("nobody:far"), ONE)).isSameAs(first);
        assertThat(router.route(check("nobody:far"), OTHER)).isNull();
    }

    @Test
    void allElseGoesByItsSource() {
        sessions.add(first);
        sessions.addRemote(ONE, first, System.nanoTime());

        assertThat(router.route(bytes(0x80, 96, 0, 1), ONE)).isSameAs(first);
        assertThat(router.route(bytes(22, 0xfe, 0xfd), ONE)).isSameAs(first);
        assertThat(router.route(bytes(22, 0xfe, 0xfd), OTHER)).isNull();
        assertThat(router.route(bytes(), OTHER)).isNull();
    }

    @Test
    void aHandshakeRightBehindTheFirstCheckGoesWhereThatWent() {
        sessions.add(first);
        sessions.add(second);
        router.route(check("first:far"), ONE);

        assertThat(router.route(bytes(22, 0xfe, 0xfd), ONE)).isSameAs(first);
        assertThat(router.route(bytes(0x80, 96, 0, 1), ONE)).isNull();
        assertThat(router.route(bytes(22, 0xfe, 0xfd), OTHER)).isNull();
        router.route(check("second:far"), ONE);
        assertThat(router.route(bytes(22, 0xfe, 0xfd), ONE)).isSameAs(second);
    }

    @Test
    void aFirstCheckIsRememberedForASecond() {
        FirstChecks checks = new FirstChecks();
        checks.add(ONE, first, 0);

        assertThat(checks.find(ONE, 999_999_999)).isSameAs(first);
        assertThat(checks.find(ONE, 1_000_000_000)).isNull();
        assertThat(checks.find(OTHER, 0)).isNull();
    }

    @Test
    void checksOfASessionFromAddressesItDoesNotKnowAreBounded() {
        sessions.add(first);
        sessions.add(second);
        sessions.addRemote(ONE, first, System.nanoTime());
        for (int i = 0; i < Configs.CHECKS_PER_SECOND; i++) {
            assertThat(router.route(check("first:far"), OTHER)).isSameAs(first);
        }
        while (router.route(check("first:far"), OTHER) != null) {
            continue;
        }

        assertThat(drops.snapshot()).containsEntry("CHECKS_TOO_MANY", 1L);
        assertThat(router.route(check("first:far"), ONE)).isSameAs(first);
        assertThat(router.route(check("second:far"), OTHER)).isSameAs(second);
    }

    @Test
    void whatComesFromAddressesThatNoSessionHasIsBoundedAndNobodyElseMissesIt() {
        DatagramRouter narrow = new DatagramRouter(sessions, drops, 1000, 100);
        sessions.add(first);
        sessions.addRemote(ONE, first, System.nanoTime());
        for (int i = 0; i < 1000; i++) {
            narrow.route(bytes(0x80, 96, 0, 1), OTHER);
        }
        assertThat(drops.snapshot()).containsOnly(Map.entry("SESSION_UNKNOWN", 1000L));

        while (!drops.snapshot().containsKey("STRANGERS_TOO_MANY")) {
            narrow.route(bytes(0x80, 96, 0, 1), OTHER);
        }

        assertThat(narrow.route(bytes(0x80, 96, 0, 1), ONE)).isSameAs(first);
        assertThat(narrow.route(check("first:far"), ONE)).isSameAs(first);
    }

    @Test
    void whatNamesNobodyIsCountedAndTakesNothingFromASession() {
        sessions.add(first);
        for (int i = 0; i < 10_000; i++) {
            router.route(check("nobody:far"), OTHER);
            router.route(bytes(0x80, 96, 0, 1), OTHER);
        }

        assertThat(router.route(check("first:far"), OTHER)).isSameAs(first);
        assertThat(drops.snapshot()).containsOnly(Map.entry("SESSION_UNKNOWN", 20_000L));
    }

    @Test
    void theNewestSessionOfAnAddressHasItAndKeepsItWhenTheOlderEnds() {
        sessions.addRemote(ONE, first, System.nanoTime());
        sessions.addRemote(ONE, second, System.nanoTime());

        sessions.remove(first, List.of(ONE));

        assertThat(router.route(bytes(22, 0), ONE)).isSameAs(second);
    }

    @Test
    void checksOfBothIceSessionsOfARestartLeadToTheSession() {
        sessions.add(first);
        sessions.addUserFragment("next", first);

        assertThat(router.route(check("first:far"), OTHER)).isSameAs(first);
        assertThat(router.route(check("next:far"), OTHER)).isSameAs(first);

        sessions.removeUserFragment("first", first);
        assertThat(router.route(check("first:far"), OTHER)).isNull();
        assertThat(router.route(check("next:far"), OTHER)).isSameAs(first);
    }

    @Test
    void noSessionTakesAnAddressFromOneThatIsAlive() {
        long now = System.nanoTime();
        assertThat(sessions.addRemote(ONE, first, now)).isTrue();
        first.onLife(now);

        assertThat(sessions.addRemote(ONE, second, now + SessionRef.SILENCE_NANOS - 1)).isFalse();
        assertThat(router.route(bytes(22, 0), ONE)).isSameAs(first);

        assertThat(sessions.addRemote(ONE, first, now)).isTrue();
        assertThat(sessions.addRemote(ONE, second, now + SessionRef.SILENCE_NANOS)).isTrue();
        assertThat(router.route(bytes(22, 0), ONE)).isSameAs(second);
    }

    @Test
    void nothingIsLeftOfASessionThatEnded() {
        sessions.add(first);
        sessions.addRemote(ONE, first, System.nanoTime());
        sessions.addRemote(OTHER, first, System.nanoTime());

        sessions.removeRemote(OTHER, first);
        assertThat(router.route(bytes(22, 0), OTHER)).isNull();
        sessions.remove(first, List.of(ONE));

        assertThat(router.route(bytes(22, 0), ONE)).isNull();
        assertThat(router.route(check("first:far"), ONE)).isNull();
        assertThat(sessions.find(first.id())).isEmpty();
        assertThat(sessions.size()).isZero();
        assertThat(sessions.all()).isEmpty();
    }

    /// Only looked up here: without a loop or a driver.
    private static SessionRef session(String userFragment) {
        PeerParameters parameters =
                new PeerParameters(
                        IceRole.LITE,
                        new IceCredentials(userFragment, "password-of-this-end-1"),
                        new IceCredentials("far", "password-of-that-end-1"),
                        List.of(),
                        DtlsRole.SERVER,
                        List.of(),
                        List.of(),
                        List.of());
        SessionRequest request =
                SessionRequest.ofViewer(
                        new SessionId("node", userFragment + "-secret", SessionRole.VIEWER),
                        parameters,
                        TestTransport.ADMISSION,
                        _ -> new RecordingSink());
        return new SessionRef(null, request, 0, null);
    }

    private static ByteBuf check(String username) {
        return StunWriter.bindingRequest(TransactionId.next(new SplittableRandom(1)))
                .username(username)
                .signed(StunKey.shortTerm("whatever-password-it-may-be"));
    }

    private static ByteBuf bytes(int... values) {
        ByteBuf datagram = Unpooled.buffer();
        for (int value : values) {
            datagram.writeByte(value);
        }
        return datagram;
    }
}
