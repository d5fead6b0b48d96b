package weir.bench.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.bench.media.ViewerAccount;
import weir.rtcp.GenericNack;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpReceiver;

import java.util.List;
import java.util.random.RandomGenerator;

/// Viewers that lose packets on purpose.
class LossyReceptionTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int AUDIO_SSRC = 5;
    private static final int VIDEO_SSRC = 6;

    private final ViewerAccount account = new ViewerAccount(111, 96);
    private final SrtpReceiver receiver =
            new SrtpReceiver(
                    SrtpEngine.JDK,
                    PROFILE,
                    new byte[SrtpProfile.KEY_LENGTH],
                    new byte[PROFILE.saltLength()]);

    @Test
    void losesAudioAndVideo() {
        LossyReception reception = reception(1, true);

        assertThat(takes(reception, 111, AUDIO_SSRC, 1)).isFalse();
        assertThat(takes(reception, 96, VIDEO_SSRC, 1)).isFalse();
        assertThat(takes(reception, 97, VIDEO_SSRC + 1, 1)).isFalse();
    }

    @Test
    void asksForBothAgainWhereThatIsAgreed() {
        LossyReception reception = reception(0, true);

        receiveWithAGap(reception);

        assertThat(reception.poll(SECOND_NANOS))
                .extracting(GenericNack::mediaSsrc)
                .containsExactly(AUDIO_SSRC, VIDEO_SSRC);
    }

    @Test
    void asksForVideoAloneWhereTheServerKeepsNoAudio() {
        LossyReception reception = reception(0, false);

        receiveWithAGap(reception);

        assertThat(reception.poll(SECOND_NANOS))
                .extracting(GenericNack::mediaSsrc)
                .containsExactly(VIDEO_SSRC);
    }

    private void receiveWithAGap(LossyReception reception) {
        for (int number : List.of(1, 2, 4, 5)) {
            takes(reception, 111, AUDIO_SSRC, number);
            takes(reception, 96, VIDEO_SSRC, number);
        }
    }

    private boolean takes(LossyReception reception, int type, int ssrc, int sequenceNumber) {
        ByteBuf packet = Unpooled.buffer(20);
        packet.writeByte(0x80).writeByte(type).writeShort(sequenceNumber);
        packet.writeInt(0).writeInt(ssrc).writeLong(0);
        return reception.takes(packet, receiver, account, 0);
    }

    private static LossyReception reception(double share, boolean audioRepaired) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        return new LossyReception(share, MediaTypes.REPAIRED, audioRepaired, 1, random);
    }
}
