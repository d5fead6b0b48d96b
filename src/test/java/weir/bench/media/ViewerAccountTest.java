package weir.bench.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

class ViewerAccountTest {
    private static final int AUDIO = 111;
    private static final int VIDEO = 96;
    private static final int RETRANSMISSION = 97;

    private final ViewerAccount account = new ViewerAccount(AUDIO, VIDEO);

    @Test
    void audioAndVideoAreCountedTogetherButBySource() {
        receive(AUDIO, 1, 100, 0);
        receive(VIDEO, 2, 7, 0);
        receive(AUDIO, 1, 101, 0);
        receive(VIDEO, 2, 9, 0);

        ViewerAccount.Totals totals = account.totals(0);
        assertThat(totals.received()).isEqualTo(4);
        assertThat(totals.lost()).isEqualTo(1);
    }

    @Test
    void whatIsLostOnPurposeAndNotAskedForIsNotTheServersLoss() {
        receive(AUDIO, 1, 100, 0);
        account.onDropped();
        receive(AUDIO, 1, 103, 0);

        assertThat(account.totals(0).lost()).isEqualTo(1);
        account.begin(0);
        receive(AUDIO, 1, 105, 0);
        assertThat(account.totals(0).lost()).isEqualTo(1);
    }

    @Test
    void retransmissionsAreNotDelivered() {
        receive(RETRANSMISSION, 3, 1, 0);

        assertThat(account.totals(0).received()).isZero();
        assertThat(account.totals(0).other()).isEqualTo(1);
    }

    @Test
    void theLongestPauseIsBetweenTwoPacketsOrSinceTheLast() {
        account.begin(0);
        receive(AUDIO, 1, 1, 10);
        receive(AUDIO, 1, 2, 40);
        receive(AUDIO, 1, 3, 50);

        assertThat(account.totals(60).longestPause()).isEqualTo(30);
        assertThat(account.totals(150).longestPause()).isEqualTo(100);
    }

    @Test
    void theFirstFrameIsThereWithItsLastPacket() {
        receive(AUDIO, 1, 1, 10);
        receive(VIDEO, 2, 1, 20);
        assertThat(account.firstFrameNanos()).isNegative();

        receive(VIDEO | 0x80, 2, 2, 30);
        receive(VIDEO | 0x80, 2, 3, 40);

        assertThat(account.firstFrameNanos()).isEqualTo(30);
    }

    @Test
    void withoutVideoTheFirstPacketCounts() {
        ViewerAccount audio = new ViewerAccount(AUDIO, -1);

        audio.onPacket(packet(AUDIO, 1, 1), 10);

        assertThat(audio.firstFrameNanos()).isEqualTo(10);
    }

    private void receive(int second, int ssrc, int sequenceNumber, long nowNanos) {
        account.onPacket(packet(second, ssrc, sequenceNumber), nowNanos);
    }

    private static ByteBuf packet(int second, int ssrc, int sequenceNumber) {
        return Unpooled.buffer(12)
                .writeByte(0x80)
                .writeByte(second)
                .writeShort(sequenceNumber)
                .writeInt(0)
                .writeInt(ssrc);
    }
}
