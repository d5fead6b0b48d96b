package weir.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Random;

class NtpTimeTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void countsSecondsFrom1900AndTheirFractionIn32Bits() {
        assertThat(NtpTime.ofUnixNanos(0)).isEqualTo(2_208_988_800L << 32);
        assertThat(NtpTime.ofUnixNanos(SECOND / 2)).isEqualTo(0x83aa7e80_80000000L);
        assertThat(NtpTime.ofUnixNanos(-SECOND / 4)).isEqualTo(0x83aa7e7f_c0000000L);
    }

    @Test
    void readsSecondsWithTheTopBitClearAsThoseAfter2036() {
        long lastOfEra = (0xffff_ffffL - 2_208_988_800L) * SECOND;

        assertThat(NtpTime.toUnixNanos(0xffffffff_00000000L)).isEqualTo(lastOfEra);
        assertThat(NtpTime.toUnixNanos(0x00000000_00000000L)).isEqualTo(lastOfEra + SECOND);
    }

    /// RFC 3550 §6.4.1, figure 2: SR at b44d.b705:2000 0000, LSR b705:2000, DLSR 5.250 s, the block
    /// at b44d.b710:8000 0000: 6.125 s of round trip.
    @Test
    void measuresTheRoundTripOfTheRfcsExample() {
        int lsr = NtpTime.shortFormat(0xb44db705_20000000L);
        long dlsr = NtpTime.shortOfNanos(5_250_000_000L);
        int now = NtpTime.shortFormat(0xb44db710_80000000L);

        assertThat(lsr).isEqualTo(0xb7052000);
        assertThat(dlsr).isEqualTo(0x00054000);
        assertThat(block(lsr, dlsr).roundTripNanos(now)).hasValue(6_125_000_000L);
    }

    @Test
    void measuresTheRoundTripAcrossTheWrapOfTheShortFormat() {
        assertThat(block(0xffff_f000, 0x1000).roundTripNanos(0x0001_0000)).hasValue(SECOND);
    }

    @Test
    void measuresNoRoundTripWithoutASenderReport() {
        assertThat(block(0, 0).roundTripNanos(0x0001_0000)).isEmpty();
    }

    @Test
    void takesARoundTripThatDriftMadeNegativeForNone() {
        assertThat(block(0x0002_0000, 1).roundTripNanos(0x0002_0000)).hasValue(0);
    }

    @Test
    void holdsTimesInTheShortFormatWithinItsLimits() {
        assertThat(NtpTime.shortOfNanos(-1)).isZero();
        assertThat(NtpTime.shortOfNanos(65_536 * SECOND - 1)).isEqualTo(0xffff_ffffL);
        assertThat(NtpTime.shortOfNanos(65_536 * SECOND)).isEqualTo(0xffff_ffffL);
        assertThat(NtpTime.shortOfNanos(Long.MAX_VALUE)).isEqualTo(0xffff_ffffL);
        assertThat(NtpTime.nanosOfShort(0x1_0000)).isEqualTo(SECOND);
        assertThat(NtpTime.nanosOfShort(0xffff_ffffL)).isEqualTo(65_535_999_984_741L);
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void givesBackTheNanosecondsItWasGiven(long seed) {
        long unixNanos = new Random(seed).nextLong(0, 4_000_000_000L * SECOND);

        assertThat(NtpTime.toUnixNanos(NtpTime.ofUnixNanos(unixNanos))).isEqualTo(unixNanos);
    }

    private static ReportBlock block(int lastSenderReport, long delay) {
        return new ReportBlock(1, 0, 0, 0, 0, lastSenderReport, delay);
    }
}
