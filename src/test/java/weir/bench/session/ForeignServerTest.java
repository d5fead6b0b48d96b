package weir.bench.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.bench.session.ForeignServer.Kind;
import weir.srtp.SrtpProfile;

import java.io.IOException;
import java.util.Optional;

/// Servers that are not Weir and do things their own way can be measured too.
class ForeignServerTest {
    private final MediaLoop loop = new MediaLoop();
    private final SignalingClient http = new SignalingClient(Optional.of("secret"));
    private final Dialer dialer = new Dialer(loop, http, SrtpProfile.AEAD_AES_128_GCM);

    ForeignServerTest() throws IOException {}

    @AfterEach
    void close() {
        http.close();
        loop.close();
    }

    /// WHEP, "counter-offer": 406 with an offer, answered by PATCH.
    @ParameterizedTest
    @ValueSource(strings = {"actpass", "passive", "active"})
    void watchesWhereTheServerOffers(String setup) throws Exception {
        try (ForeignServer server = new ForeignServer(Kind.offering(setup))) {
            WatchingViewer viewer = watch(server, "/whep/here");
            server.awaitWatched();
            viewer.hangUp(dialer);

            assertThat(server.requests())
                    .containsExactly(
                            "POST /whep/here Bearer secret null",
                            "PATCH /session/7 Bearer secret " + ForeignServer.ENTITY_TAG,
                            "DELETE /session/7 Bearer secret null");
            assertThat(firstFrameNanos(viewer)).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "active"})
    void watchesWhereTheServerAnswersInEitherRole(String setup) throws Exception {
        try (ForeignServer server = new ForeignServer(Kind.answering(setup))) {
            WatchingViewer viewer = watch(server, "/whep/here");
            server.awaitWatched();

            assertThat(firstFrameNanos(viewer)).isPositive();
        }
    }

    @Test
    void findsTheCandidateThatItCanUse() throws Exception {
        Kind kind = Kind.answering("passive").saying(ForeignServerTest::withOtherCandidates);
        try (ForeignServer server = new ForeignServer(kind)) {
            watch(server, "/whep/here");
            server.awaitWatched();
        }
    }

    @Test
    void needsNoSources() throws Exception {
        Kind kind = Kind.offering("actpass").saying(text -> text.replaceAll("a=ssrc.*\r\n", ""));
        try (ForeignServer server = new ForeignServer(kind)) {
            watch(server, "/whep/here");
            server.awaitWatched();
        }
    }

    /// And resolves a relative Location against where it came to.
    @Test
    void followsARedirectWithItsToken() throws Exception {
        try (ForeignServer server = new ForeignServer(Kind.answering("passive"))) {
            WatchingViewer viewer = watch(server, "/moved/far/away");
            viewer.hangUp(dialer);

            assertThat(server.requests())
                    .containsExactly(
                            "POST /moved/far/away Bearer secret null",
                            "POST /whep/there Bearer secret null",
                            "DELETE /session/7 Bearer secret null");
        }
    }

    @Test
    void withoutALocationNothingIsDeleted() throws Exception {
        Kind kind = Kind.answering("passive").at(Optional.empty());
        try (ForeignServer server = new ForeignServer(kind)) {
            watch(server, "/whep/here").hangUp(dialer);

            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aCounterOfferWithoutALocationIsNamed() throws Exception {
        assertRefused(
                Kind.offering("actpass").at(Optional.empty()), "counter-offer without a Location");
    }

    @Test
    void aServerThatOnlyTricklesIsNamed() throws Exception {
        assertRefused(
                Kind.answering("passive").saying(text -> text.replaceAll("a=candidate.*\r\n", "")),
                "no IPv4 candidate over UDP");
    }

    private void assertRefused(Kind kind, String because) throws Exception {
        try (ForeignServer server = new ForeignServer(kind)) {
            assertThatThrownBy(() -> watch(server, "/whep/here"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(because);
        }
    }

    private WatchingViewer watch(ForeignServer server, String path) throws Exception {
        return dialer.watch(server.at(path), true, Optional.empty(), 0);
    }

    private long firstFrameNanos(WatchingViewer viewer) throws InterruptedException {
        return loop.call(() -> viewer.account().firstFrameNanos());
    }

    private static String withOtherCandidates(String text) {
        return text.replace(
                "a=candidate:1",
                """
                a=candidate:8 1 udp 2130706431 ::1 9 typ host
                a=candidate:9 1 tcp 2130706431 127.0.0.1 9 typ host tcptype passive
                a=candidate:7 1 udp 2130706431 0f3a1c5e-2b1d.local 9 typ host
                a=candidate:6 1 udp 2130706431 192.0.2.1 9 typ host
                a=candidate:1\
                """
                        .replace("\n", "\r\n"));
    }
}
