package weir.it.net;

import weir.testkit.WebRtcClient;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// A picture that a publisher sends by hand, in place of its own: VP8 of any numbers.
final class HostileMedia {
    private static final int HEADER_LENGTH = 12;
    private static final int VP8 = 96;
    private static final int SENDER_REPORT = 200;
    private static final int REPORT_WORDS = 7;
    private static final int REPORTS_MAX = 64;

    private final WebRtcClient publisher;
    private final int ssrc;
    private int sequence;
    private int width = 16;

    /// @param publisher of nothing but this; it has stopped
    HostileMedia(WebRtcClient publisher, int ssrc) {
        this.publisher = publisher;
        this.ssrc = ssrc;
        this.sequence = ByteBuffer.wrap(publisher.lastRtp()).getShort(2);
    }

    void skip(int numbers) {
        sequence += numbers;
    }

    /// A packet without a payload.
    void sendPadding() {
        send(ssrc, new byte[0]);
    }

    void sendFrame() {
        send(ssrc, new byte[] {0x10, 0x51, 1, 0, 0, 0});
    }

    /// Each of another size (RFC 6386 §9.1).
    void sendKeyFrame() {
        width = width % 1000 + 16;
        send(
                ssrc,
                ByteBuffer.allocate(13)
                        .put(new byte[] {0x10, 0x50, 1, 0, (byte) 0x9d, 1, 0x2a})
                        .putShort(Short.reverseBytes((short) width))
                        .putShort(Short.reverseBytes((short) 360))
                        .array());
    }

    /// The same, of a source that the offer has not named.
    void sendAs(int other) {
        send(other, new byte[] {0x10, 0x51, 1, 0, 0, 0});
    }

    private void send(int as, byte[] payload) {
        int number = as == ssrc ? ++sequence : 1;
        byte[] packet =
                ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                        .putShort((short) (0x8080 | VP8))
                        .putShort((short) number)
                        .putInt(3000 * number)
                        .putInt(as)
                        .put(payload)
                        .array();
        publisher.send(publisher.sealRtp(packet, HEADER_LENGTH));
    }

    /// As many sender reports as one datagram may have, all of another time.
    void sendReports() {
        ByteArrayOutputStream compound = new ByteArrayOutputStream();
        for (int i = 0; i < REPORTS_MAX; i++) {
            ByteBuffer report =
                    ByteBuffer.allocate(4 * REPORT_WORDS)
                            .putShort((short) (0x8000 | SENDER_REPORT))
                            .putShort((short) (REPORT_WORDS - 1))
                            .putInt(ssrc)
                            .putLong(i * 0x0123_4567_89ab_cdefL)
                            .putInt(-i)
                            .putInt(i << 26)
                            .putInt(-1);
            compound.writeBytes(report.array());
        }
        publisher.send(publisher.sealRtcp(compound.toByteArray()));
    }
}
