package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.srtp.Packets.hex;
import static weir.srtp.Packets.openRtcp;
import static weir.srtp.Packets.openRtp;
import static weir.srtp.Packets.sealRtcp;
import static weir.srtp.Packets.sealRtp;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Whole packets from master key to last byte, with header extensions, CSRCs, no payload, and the
/// sequence number's wrap.
@ParameterizedClass
@EnumSource
class KnownPacketsTest {
    private record Known(boolean rtcp, int headerLength, byte[] clear, byte[] sealed) {}

    @Parameter private SrtpEngine engine;
    private byte[] masterKey;
    private byte[] masterSalt;

    @ParameterizedTest
    @EnumSource
    void sealsWhatOthersSeal(SrtpProfile profile) throws Exception {
        List<Known> packets = read(profile);
        try (SrtpSender sender = new SrtpSender(engine, profile, masterKey, masterSalt)) {
            for (Known packet : packets) {
                byte[] sealed =
                        packet.rtcp
                                ? sealRtcp(sender, packet.clear)
                                : sealRtp(sender, packet.clear, packet.headerLength);

                assertThat(hex(sealed)).isEqualTo(hex(packet.sealed));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensWhatOthersSealed(SrtpProfile profile) throws Exception {
        List<Known> packets = read(profile);
        try (SrtpReceiver receiver = new SrtpReceiver(engine, profile, masterKey, masterSalt)) {
            for (Known packet : packets) {
                byte[] clear =
                        packet.rtcp
                                ? openRtcp(receiver, packet.sealed)
                                : openRtp(receiver, packet.sealed);

                assertThat(hex(clear)).isEqualTo(hex(packet.clear));
            }
        }
    }

    private List<Known> read(SrtpProfile profile) throws IOException {
        List<Known> packets = new ArrayList<>();
        boolean wanted = false;
        for (String line : lines()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "keys" -> {
                    wanted = words[1].equals(profile.name());
                    if (wanted) {
                        masterKey = hex(words[2]);
                        masterSalt = hex(words[3]);
                    }
                }
                case "rtp", "rtcp" -> {
                    if (wanted) {
                        packets.add(
                                new Known(
                                        words[0].equals("rtcp"),
                                        Integer.parseInt(words[1]),
                                        hex(words[2]),
                                        hex(words[3])));
                    }
                }
                default -> assertThat(line).startsWith("#");
            }
        }
        assertThat(packets).hasSize(7);
        return packets;
    }

    private static List<String> lines() throws IOException {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                KnownPacketsTest.class.getResourceAsStream("known-packets.txt"),
                                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
