package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

class RequestRatesTest {
    private static final long START = Long.MAX_VALUE - 5;
    private static final IpNetwork ONE = client("192.0.2.1");
    private static final IpNetwork TWO = client("192.0.2.2");

    @Test
    void givesTheBurstAtOnceAndThenTheRate() {
        RequestRates rates = new RequestRates(10, 3, 100);

        assertThat(take(rates, ONE, 0)).isZero();
        assertThat(take(rates, ONE, 0)).isZero();
        assertThat(take(rates, ONE, 0)).isZero();
        assertThat(take(rates, ONE, 0)).isEqualTo(millis(100));
        assertThat(take(rates, ONE, 99)).isEqualTo(millis(1));
        assertThat(take(rates, ONE, 100)).isZero();
        assertThat(take(rates, ONE, 100)).isEqualTo(millis(100));
    }

    @Test
    void refillsToTheBurstAndNoFurther() {
        RequestRates rates = new RequestRates(10, 2, 100);
        take(rates, ONE, 0);
        take(rates, ONE, 0);

        assertThat(take(rates, ONE, 10_000)).isZero();
        assertThat(take(rates, ONE, 10_000)).isZero();
        assertThat(take(rates, ONE, 10_000)).isEqualTo(millis(100));
    }

    @Test
    void whatOneHasUsedUpIsNotTakenFromAnother() {
        RequestRates rates = new RequestRates(1, 1, 100);
        take(rates, ONE, 0);

        assertThat(take(rates, ONE, 0)).isPositive();
        assertThat(take(rates, TWO, 0)).isZero();
    }

    @Test
    void aRefusedRequestCostsNothing() {
        RequestRates rates = new RequestRates(1, 1, 100);
        take(rates, ONE, 0);
        for (int i = 0; i < 50; i++) {
            take(rates, ONE, 10 * i);
        }

        assertThat(take(rates, ONE, 1000)).isZero();
    }

    @Test
    void forgetsThoseWithAllTheirTokensWhenTheTableIsFull() {
        RequestRates rates = new RequestRates(1, 1, 2);
        take(rates, ONE, 0);
        take(rates, TWO, 0);

        assertThat(take(rates, client("192.0.2.3"), 5000)).isZero();
        assertThat(rates.clients()).isEqualTo(1);
    }

    @Test
    void thoseWhoFindNoRoomShareOneBucketAndTheTableGrowsNoFurther() {
        RequestRates rates = new RequestRates(1, 1, 2);
        take(rates, ONE, 0);
        take(rates, TWO, 0);

        assertThat(take(rates, client("192.0.2.3"), 0)).isZero();
        assertThat(take(rates, client("192.0.2.4"), 0)).isPositive();
        for (int i = 5; i < 250; i++) {
            take(rates, client("192.0.2." + i), 0);
        }
        assertThat(rates.clients()).isEqualTo(3);
        assertThat(rates.shared()).isEqualTo(247);
    }

    private static long take(RequestRates rates, IpNetwork client, long atMillis) {
        // Across the wrap of the clock's number.
        return rates.take(client, START + millis(atMillis));
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static IpNetwork client(String address) {
        return IpNetwork.ofClient(InetAddress.ofLiteral(address));
    }
}
