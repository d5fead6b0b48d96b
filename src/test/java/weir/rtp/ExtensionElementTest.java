package weir.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;
import java.util.Set;

class ExtensionElementTest {
    private static final String HEADER = "90 60 0001 00000002 00000003";

    @ParameterizedTest
    @CsvSource({
        "bede 0002 10aa 22 c01234 0000, 2, c01234", // one-byte headers
        "bede 0002 10aa 22 c01234 0000, 1, aa",
        "bede 0002 10aa 22 c01234 0000, 3, ''",
        "bede 0001 00 13 aa bb, 1, ''", // runs over the end
        "1000 0002 02 03 c01234 01 00 00, 2, c01234", // two-byte headers
        "1000 0002 02 03 c01234 01 00 00, 1, ''",
        "1234 0001 10aa 0000, 1, ''"
    })
    void tellsWhereAnElementStands(String extension, int id, String expected) throws Exception {
        ByteBuf bytes =
                Unpooled.wrappedBuffer(
                        HexFormat.of().parseHex((HEADER + extension + "ff").replace(" ", "")));
        PayloadFormat format =
                new PayloadFormat(96, MediaKind.VIDEO, "AV1", 90_000, 1, "", Set.of());
        try (RtpPacket packet = RtpPacket.of(bytes, RtpHeader.read(bytes), format, 0)) {
            long element = packet.extension(id);

            assertThat(element == ExtensionElement.NONE ? "" : hex(packet, element))
                    .isEqualTo(expected);
        }
    }

    private static String hex(RtpPacket packet, long element) {
        byte[] found = new byte[ExtensionElement.length(element)];
        packet.bytes().getBytes(ExtensionElement.index(element), found);
        return HexFormat.of().formatHex(found);
    }
}
