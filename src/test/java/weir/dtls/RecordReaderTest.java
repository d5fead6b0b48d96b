package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import weir.peer.DtlsRole;
import weir.wire.MalformedPacketException;

import java.util.HexFormat;
import java.util.Random;

class RecordReaderTest {
    private static final String FINISHED = "16 fefd 0001 000000000000 0019 " + "ab".repeat(25);

    private final RecordReader server = new RecordReader(DtlsRole.SERVER);
    private final RecordReader client = new RecordReader(DtlsRole.CLIENT);

    @Test
    void readsOneRecordAfterTheOther() throws MalformedPacketException {
        ByteBuf datagram = bytes("14 fefd 0000 000000000000 0001 01" + FINISHED);

        assertThat(server.read(datagram)).hasSize(14).startsWith(20);
        assertThat(server.read(datagram)).hasSize(38).startsWith(22);
        assertThat(datagram.isReadable()).isFalse();
    }

    @Test
    void numbersRecordsInTheClearAnewAndLeavesSealedOnes() throws MalformedPacketException {
        String clear = "14 fefd 0000 ffffffffffff 0001 01";
        String sealed = "17 fefd 0001 123456789abc 0001 01";

        assertThat(server.read(bytes(clear))).isEqualTo(bytes(clear, 0).array());
        assertThat(server.read(bytes(sealed))).isEqualTo(bytes(sealed).array());
        assertThat(server.read(bytes(clear))).isEqualTo(bytes(clear, 1).array());
    }

    @Test
    void knowsAClientHello() throws MalformedPacketException {
        String hello = "16 feff 0000 000000000000 000d 01 000100 0000 000000 000001 aa";

        assertThat(RecordReader.isClientHello(server.read(bytes(hello)))).isTrue();
        assertThat(RecordReader.isClientHello(server.read(bytes(FINISHED)))).isFalse();
    }

    @Test
    void takesVersion10FromAServerOnlyOnWhatComesBeforeItsChoice() throws Exception {
        client.read(bytes("16 feff 0000 000000000000 000d 03 000001 0000 000000 000001 aa"));
        client.read(bytes("15 feff 0000 000000000000 0002 0228"));

        for (String rest :
                new String[] {
                    "16 feff 0000 000000000000 000d 02 000001 0000 000000 000001 aa",
                    "15 feff 0000 000000000000 0002 0100",
                }) {
            assertThatThrownBy(() -> client.read(bytes(rest)))
                    .hasMessageStartingWith("RECORD_VERSION_UNKNOWN");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RECORD_TRUNCATED, 16 fefd 0000 000000000000 00",
        "RECORD_TRUNCATED, 16 fefd 0000 000000000000 000e 01 000001 0000 000000 000001 aa",
        "RECORD_TYPE_UNKNOWN, 13 fefd 0000 000000000000 0001 01",
        "RECORD_TYPE_UNKNOWN, 18 fefd 0000 000000000000 0001 01",
        "RECORD_VERSION_UNKNOWN, 16 fefc 0000 000000000000 000d 01 000001 0000 000000 000001 aa",
        "RECORD_VERSION_UNKNOWN, 17 feff 0001 000000000000 0001 01",
        "RECORD_EPOCH_UNKNOWN, 17 fefd 0002 000000000000 0001 01",
        "RECORD_EMPTY, 16 fefd 0000 000000000000 0000",
        "ALERT_INVALID, 15 fefd 0000 000000000000 0001 02",
        "ALERT_INVALID, 15 fefd 0000 000000000000 0002 0328",
        "CHANGE_CIPHER_SPEC_INVALID, 14 fefd 0000 000000000000 0001 02",
        "CHANGE_CIPHER_SPEC_INVALID, 14 fefd 0000 000000000000 0002 0101",
        "APPLICATION_DATA_IN_CLEAR, 17 fefd 0000 000000000000 0001 01",
        "HANDSHAKE_TRUNCATED, 16 fefd 0000 000000000000 000b 01 000000 0000 000000 0000",
        "HANDSHAKE_TRUNCATED, 16 fefd 0000 000000000000 000d 01 000002 0000 000000 000002 aa",
        "HANDSHAKE_FRAGMENT_INVALID, 16 fefd 0000 000000000000 000d 01 000001 0000 000001 000001"
                + " aa",
        "HANDSHAKE_MESSAGE_TOO_LONG, 16 fefd 0000 000000000000 000d 01 004001 0000 000000 000001"
                + " aa",
    })
    void refusesWhatBreaksARule(RecordRule rule, String record) {
        assertThatThrownBy(() -> server.read(bytes(record)))
                .isInstanceOfSatisfying(
                        MalformedPacketException.class,
                        malformed -> assertThat(malformed.rule()).isEqualTo(rule));
    }

    @Test
    void refusesARecordAboveTheLimit() throws MalformedPacketException {
        String at = "17 fefd 0001 000000000000 0ff3" + "00".repeat(4083);
        String above = "17 fefd 0001 000000000000 0ff4" + "00".repeat(4084);

        assertThat(server.read(bytes(at))).hasSize(4096);
        assertThatThrownBy(() -> server.read(bytes(above))).hasMessageContaining("TOO_LONG");
    }

    /// Any bytes are either records that lie within them or refused by a named rule.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyBytes(long seed) {
        var random = new Random(seed);
        ByteBuf datagram = Unpooled.wrappedBuffer(Garbage.datagram(random));
        RecordReader reader = random.nextBoolean() ? server : client;

        try {
            while (datagram.isReadable()) {
                int before = datagram.readerIndex();
                byte[] record = reader.read(datagram);
                assertThat(datagram.readerIndex()).isEqualTo(before + record.length);
            }
        } catch (MalformedPacketException e) {
            assertThat(e.rule().clause()).startsWith("RFC ");
        }
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static ByteBuf bytes(String hex, int sequenceNumber) {
        ByteBuf bytes = bytes(hex);
        return bytes.setShort(5, 0).setInt(7, sequenceNumber);
    }
}
