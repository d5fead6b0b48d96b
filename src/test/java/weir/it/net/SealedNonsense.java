package weir.it.net;

import weir.testkit.WebRtcClient;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Datagrams that are made with a session's own keys and break a rule behind them, or repeat what
/// was sent.
final class SealedNonsense {
    private static final int HEADER_LENGTH = 12;
    private static final int AUDIO = 111;
    private static final int UNKNOWN_PAYLOAD_TYPE = 77;
    private static final int SEQUENCE_MAX = 1 << 15;

    private final WebRtcClient client;
    private final Random random;

    SealedNonsense(WebRtcClient client, long seed) {
        this.client = client;
        this.random = new Random(seed);
    }

    /// What was sent a moment ago, as it was, and changed in one byte.
    List<byte[]> replayedAndTampered() {
        List<byte[]> all = new ArrayList<>();
        for (byte[] sent : List.of(client.lastRtp(), client.lastRtcp())) {
            all.add(sent);
            for (int at = 2; at < sent.length; at += 7) {
                byte[] changed = sent.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                all.add(changed);
            }
            for (int length = 12; length < sent.length; length += 9) {
                all.add(Arrays.copyOf(sent, length));
            }
        }
        return all;
    }

    /// @param sequenceNumber another each time
    byte[] ofUnknownPayloadType(int ssrc, int sequenceNumber) {
        return sealed(0x80, UNKNOWN_PAYLOAD_TYPE, ssrc, sequenceNumber, new byte[50]);
    }

    /// A payload type of the session, of a source that is not.
    byte[] ofUnknownSource(int payloadType, int ssrc) {
        return sealed(0x80, payloadType, ssrc, random.nextInt(SEQUENCE_MAX), new byte[50]);
    }

    /// Padding that is longer than the packet, of a source of its own.
    byte[] ofWrongPadding(int ssrc) {
        byte[] payload = new byte[20];
        payload[19] = (byte) 200;
        return sealed(0xa0, AUDIO, ssrc, random.nextInt(SEQUENCE_MAX), payload);
    }

    private byte[] sealed(int first, int payloadType, int ssrc, int number, byte[] payload) {
        byte[] packet =
                ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                        .put((byte) first)
                        .put((byte) payloadType)
                        .putShort((short) number)
                        .putInt(random.nextInt())
                        .putInt(ssrc)
                        .put(payload)
                        .array();
        return client.sealRtp(packet, HEADER_LENGTH);
    }

    /// Compounds whose packets break a rule.
    List<byte[]> malformedRtcp() {
        List<byte[]> all = new ArrayList<>();
        for (int type : new int[] {192, 200, 201, 202, 203, 204, 205, 206, 207, 210, 223}) {
            for (int count : new int[] {0, 1, 15, 31}) {
                all.add(compound(0x80 | count, type, 1, new byte[4]));
                all.add(compound(0x80 | count, type, 9, new byte[4]));
                all.add(compound(0xa0 | count, type, 1, new byte[] {0, 0, 0, (byte) 99}));
                all.add(compound(0x80 | count, type, 5, noise(20)));
            }
        }
        all.add(compound(0x80, 201, 1, new byte[] {0, 0, 0, 1, 0, 1, 2, 3}));
        all.add(compound(0x80, 201, 1, new byte[] {0, 0, 0, 1, (byte) 0x80}));
        return all.stream().map(client::sealRtcp).toList();
    }

    /// @param words what the header says, length in words less one
    private static byte[] compound(int first, int type, int words, byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .put((byte) first)
                .put((byte) type)
                .putShort((short) words)
                .put(body)
                .array();
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }
}
