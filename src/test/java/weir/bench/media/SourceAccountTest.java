package weir.bench.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceAccountTest {
    private final SourceAccount account = new SourceAccount(1);

    @Test
    void countsWhatIsMissingBetweenTwoPackets() {
        receive(10, 11, 14);

        assertThat(account.received()).isEqualTo(3);
        assertThat(account.lost()).isEqualTo(2);
        assertThat(account.reordered()).isZero();
    }

    @Test
    void whatComesLateIsNotLost() {
        receive(10, 13, 11, 12);

        assertThat(account.received()).isEqualTo(4);
        assertThat(account.lost()).isZero();
        assertThat(account.reordered()).isEqualTo(2);
    }

    @Test
    void whatComesTwiceCountsOnce() {
        receive(10, 11, 11, 10);

        assertThat(account.received()).isEqualTo(2);
        assertThat(account.duplicates()).isEqualTo(2);
        assertThat(account.lost()).isZero();
    }

    @Test
    void countsAcrossTheWrap() {
        receive(65534, 65535, 1, 0);

        assertThat(account.received()).isEqualTo(4);
        assertThat(account.lost()).isZero();
        assertThat(account.reordered()).isEqualTo(1);
        assertThat(account.highest()).isEqualTo(65537);
    }

    @Test
    void aWindowBeginsBehindTheNewestPacket() {
        receive(1, 2, 5);

        account.begin();
        receive(4, 6, 8);

        assertThat(account.received()).isEqualTo(2);
        assertThat(account.lost()).isEqualTo(1);
        assertThat(account.reordered()).isZero();
    }

    @Test
    void nothingReceivedIsNothingLostSinceNobodyKnowsBetter() {
        receive(1, 2);

        account.begin();

        assertThat(account.lost()).isZero();
        assertThat(account.received()).isZero();
    }

    @Test
    void remembersAsManyPacketsAsItsWindowIsLong() {
        receive(0, SourceAccount.WINDOW);

        receive(1);
        assertThat(account.received()).isEqualTo(3);

        receive(0);
        assertThat(account.duplicates()).isEqualTo(1);
    }

    @Test
    void aGapAsLongAsTheWindowLeavesNoMarksOfOldPackets() {
        receive(0, 1, 2);

        receive(2 + 3 * SourceAccount.WINDOW);
        receive(1 + 3 * SourceAccount.WINDOW);

        assertThat(account.duplicates()).isZero();
        assertThat(account.reordered()).isEqualTo(1);
    }

    private void receive(int... sequenceNumbers) {
        for (int number : sequenceNumbers) {
            account.onPacket(number);
        }
    }
}
