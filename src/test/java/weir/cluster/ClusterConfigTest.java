package weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class ClusterConfigTest {
    @Test
    void neverPrintsTheSecret() {
        assertThat(lan("studio", "hunter22").toString()).doesNotContain("hunter22");
    }

    @Test
    void wantsASecretWhereNodesOfOtherMachinesMayJoin() {
        assertThat(lan("studio", "hunter22").name()).isEqualTo("studio");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lan("studio", ""))
                .withMessageStartingWith("cluster.secret (WEIR_CLUSTER_SECRET) must be set")
                .withMessageEndingWith("lan");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at("192.0.2.1", Discovery.MACHINE, List.of(), ""))
                .withMessageStartingWith("cluster.secret (WEIR_CLUSTER_SECRET) must be set");
        assertThat(at("127.0.0.1", Discovery.MEMBERS, List.of("127.0.0.2"), "").secret()).isEmpty();
    }

    @Test
    void wantsASecretThatIsNotSoonGuessed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lan("studio", "hunter2"))
                .withMessage("cluster.secret must have 8 characters or more, has 7");
    }

    @Test
    void wantsMembersForMembersOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> members(List.of()))
                .withMessageContaining("cluster.join must list a member");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Discovery.MACHINE, List.of("a:1"), 7800, 20, 8))
                .withMessage(
                        "cluster.join must be empty unless cluster.discovery is members, is [a:1]");
    }

    @Test
    void readsAMemberAsHostOrHostAndPort() {
        assertThat(members(List.of("node-1", "10.0.0.2:7800", "[fe80::1]:7800")).join()).hasSize(3);
        for (String wrong : List.of("", "a:", "a:0", "a:65536", "a b", "a:1:2", "http://a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> members(List.of(wrong)))
                    .withMessage("cluster.join must list host or host:port, has " + wrong);
        }
    }

    @Test
    void keepsThePortsWithinTheirRange() {
        assertThat(with(Discovery.MACHINE, List.of(), 65535, 1, 3).port()).isEqualTo(65535);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Discovery.MACHINE, List.of(), 0, 1, 3))
                .withMessage("cluster.port must be 1 to 65535, is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Discovery.MACHINE, List.of(), 65535, 2, 3))
                .withMessageStartingWith("cluster.port-count must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Discovery.MACHINE, List.of(), 7800, 101, 3))
                .withMessageStartingWith("cluster.port-count must be");
    }

    @Test
    void givesAFrozenNodeAtLeastThreeSeconds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Discovery.MACHINE, List.of(), 7800, 20, 2))
                .withMessage("cluster.frozen-after must be whole seconds, 3 or more, is PT2S");
    }

    private static ClusterConfig lan(String name, String secret) {
        return new ClusterConfig(
                name,
                secret,
                Discovery.LAN,
                List.of(),
                "",
                7800,
                20,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2));
    }

    private static ClusterConfig members(List<String> join) {
        return at("127.0.0.1", Discovery.MEMBERS, join, "");
    }

    private static ClusterConfig at(
            String host, Discovery discovery, List<String> join, String secret) {
        return new ClusterConfig(
                "weir",
                secret,
                discovery,
                join,
                host,
                7800,
                20,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2));
    }

    private static ClusterConfig with(
            Discovery discovery, List<String> join, int port, int portCount, int frozenSeconds) {
        return new ClusterConfig(
                "weir",
                "",
                discovery,
                join,
                "",
                port,
                portCount,
                Duration.ofSeconds(frozenSeconds),
                Duration.ofSeconds(2));
    }
}
