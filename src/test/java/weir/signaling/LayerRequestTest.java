package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBufUtil;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.forward.LayerLimits;
import weir.testkit.TextMutator;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

class LayerRequestTest {
    private static final String ALL_FIELDS =
            """
            {"mediaId": "1", "rid": "h", "spatialLayerId": 2, "temporalLayerId": 1,
             "maxSpatialLayerId": 3, "maxTemporalLayerId": 4, "maxWidth": 640, "maxHeight": 360}
            """;

    @Test
    void readsEachField() throws RefusedException {
        LayerRequest request = LayerRequest.read(ALL_FIELDS);

        assertThat(request)
                .isEqualTo(
                        new LayerRequest(
                                Optional.of("1"),
                                new LayerLimits(Optional.of("h"), 2, 1, 3, 4, 640, 360)));
    }

    @Test
    void nothingNamedIsAutomatic() throws RefusedException {
        assertThat(LayerRequest.read("{\"rid\": null, \"other\": 7}"))
                .isEqualTo(new LayerRequest(Optional.empty(), LayerLimits.AUTOMATIC));
    }

    @Test
    void takesTheOlderNameOfTheRidWhereTheNewerIsNotGiven() throws RefusedException {
        assertThat(LayerRequest.read("{\"encodingId\": \"q\"}").limits().rid()).hasValue("q");
        assertThat(LayerRequest.read("{\"encodingId\": \"q\", \"rid\": \"h\"}").limits().rid())
                .hasValue("h");
    }

    @Test
    void numbersReachFromZeroToTheGreatestInt() throws RefusedException {
        assertThat(LayerRequest.read("{\"maxWidth\": 0}").limits().widthMax()).isZero();
        assertThat(LayerRequest.read("{\"maxWidth\": 2147483647}").limits().widthMax())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(refusalOf("{\"maxWidth\": -1}"))
                .isEqualTo(
                        new Refusal.ParameterInvalid(
                                "maxWidth", "a whole number, 0 or more", "-1"));
        assertThat(refusalOf("{\"maxWidth\": 2147483648}").type()).isEqualTo("parameter-invalid");
    }

    @Test
    void aDeepNestIsMalformed() {
        assertThat(refusalOf("[".repeat(100_000))).isEqualTo(Refusal.Plain.JSON_MALFORMED);
        assertThat(refusalOf("{\"a\":".repeat(100_000))).isEqualTo(Refusal.Plain.JSON_MALFORMED);
    }

    /// Any text is either a request or refused: nothing else is thrown.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyText(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);

        refusalOrNone(ByteBufUtil.hexDump(bytes));
        refusalOrNone(new String(bytes, StandardCharsets.UTF_8));
        refusalOrNone(new TextMutator(random).mutate(ALL_FIELDS));
    }

    private static void refusalOrNone(String body) {
        try {
            LayerRequest.read(body);
        } catch (RefusedException refused) {
            assertThat(refused.refusal().status()).isEqualTo(400);
        }
    }

    private static Refusal refusalOf(String body) {
        return catchThrowableOfType(RefusedException.class, () -> LayerRequest.read(body))
                .refusal();
    }
}
