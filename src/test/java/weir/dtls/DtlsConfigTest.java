package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class DtlsConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void namesTheKeyTheRuleAndTheValue() {
        assertThatThrownBy(() -> new DtlsConfig(0, 1, 1, 1200, SECOND, SECOND))
                .hasMessage("dtls.handshakes-max must be 1 or more, is 0");
        assertThatThrownBy(() -> new DtlsConfig(1, 0, 1, 1200, SECOND, SECOND))
                .hasMessage("dtls.handshakes-computing-max must be 1 or more, is 0");
        assertThatThrownBy(() -> new DtlsConfig(1, 1, 0, 1200, SECOND, SECOND))
                .hasMessage("dtls.records-queued-max must be 1 or more, is 0");
        assertThatThrownBy(() -> new DtlsConfig(1, 1, 1, 1200, Duration.ZERO, SECOND))
                .hasMessage("dtls.initial-resend must be from 1 ms to 10 min, is PT0S");
        assertThatThrownBy(() -> new DtlsConfig(1, 1, 1, 1200, SECOND, Duration.ofHours(1)))
                .hasMessage("dtls.handshake-timeout must be from 1 ms to 10 min, is PT1H");
    }

    @Test
    void boundsTheSizeOfDatagrams() {
        assertThat(new DtlsConfig(1, 1, 1, 256, SECOND, SECOND).datagramSizeMax()).isEqualTo(256);
        assertThat(new DtlsConfig(1, 1, 1, 4096, SECOND, SECOND).datagramSizeMax()).isEqualTo(4096);
        assertThatThrownBy(() -> new DtlsConfig(1, 1, 1, 255, SECOND, SECOND))
                .hasMessage("dtls.datagram-size-max must be 256 or more, is 255");
        assertThatThrownBy(() -> new DtlsConfig(1, 1, 1, 4097, SECOND, SECOND))
                .hasMessage("dtls.datagram-size-max must be 4096 or less, is 4097");
    }
}
