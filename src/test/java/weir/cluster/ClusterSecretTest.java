package weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ClusterSecretTest {
    @Test
    void keepsClustersOfAnotherNameOrSecretApart() {
        String one = groupName("studio", "hunter22");

        assertThat(one).startsWith("studio-").isEqualTo(groupName("studio", "hunter22"));
        assertThat(one).isNotEqualTo(groupName("studio", "hunter23"));
        assertThat(one).isNotEqualTo(groupName("studi", "ohunter22"));
        assertThat(groupName("studio", "")).startsWith("studio-").isNotEqualTo(one);
    }

    @Test
    void givesNodesOfOneClusterOneKeyAndOthersAnother() throws GeneralSecurityException {
        PublicKey key = publicKey("studio", "hunter22");

        assertThat(key).isEqualTo(publicKey("studio", "hunter22"));
        assertThat(key).isNotEqualTo(publicKey("studio", "hunter23"));
        assertThat(key).isNotEqualTo(publicKey("stage", "hunter22"));
    }

    @Test
    void protectsTheEventBusAtBothEndsAndOnlyWithASecret() {
        EventBusOptions options = new EventBusOptions();

        secret("studio", "hunter22").tls().orElseThrow().protect(options);

        // Vert.x makes the options of its client and of its server of it.
        EventBusOptions copied = new EventBusOptions(options.toJson());
        assertThat(copied.isSsl()).isTrue();
        assertThat(copied.getClientAuth()).isEqualTo(ClientAuth.REQUIRED);
        assertThat(copied.isTrustAll()).isFalse();
        assertThat(copied.getKeyCertOptions()).isEqualTo(options.getKeyCertOptions());
        assertThat(copied.getTrustOptions()).isEqualTo(options.getTrustOptions());
        assertThat(secret("studio", "").tls()).isEmpty();
    }

    @Test
    void sealsForNodesOfOneClusterAloneAndOnlyWithASecret() {
        TextSeal seal = secret("studio", "hunter22").seal().orElseThrow();
        String sealed = seal.seal("map", "name", "text");

        assertThat(open("studio", "hunter22", sealed)).contains("text");
        assertThat(open("studio", "hunter23", sealed)).isEmpty();
        assertThat(open("stage", "hunter22", sealed)).isEmpty();
        assertThat(secret("studio", "").seal()).isEmpty();
    }

    private static Optional<String> open(String name, String secret, String sealed) {
        return secret(name, secret).seal().orElseThrow().open("map", "name", sealed);
    }

    @Test
    void isNeverPrinted() {
        ClusterSecret secret = secret("studio", "hunter22");

        assertThat(secret.toString()).isEqualTo(secret.groupName());
        assertThat(secret.tls().orElseThrow().toString()).doesNotContain("KEY");
    }

    private static PublicKey publicKey(String name, String secret) throws GeneralSecurityException {
        Buffer certificate = secret(name, secret).tls().orElseThrow().certificate();
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getBytes()))
                .getPublicKey();
    }

    private static String groupName(String name, String secret) {
        return secret(name, secret).groupName();
    }

    private static ClusterSecret secret(String name, String secret) {
        return ClusterSecret.of(
                new ClusterConfig(
                        name,
                        secret,
                        Discovery.MACHINE,
                        List.of(),
                        "",
                        7800,
                        20,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(2)));
    }
}
