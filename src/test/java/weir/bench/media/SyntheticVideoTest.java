package weir.bench.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.rtp.RtpHeader;
import weir.wire.MalformedPacketException;

class SyntheticVideoTest {
    private final SyntheticVideo video = new SyntheticVideo(new RtpSource(7, 96, 65530, 1000));
    private final ByteBuf packet = Unpooled.buffer(2048).setIndex(0, SyntheticVideo.PACKET_LENGTH);

    @Test
    void beginsWithAKeyFrameAndHasOneEvery60Frames() {
        int keyFrames = 0;
        for (int frame = 0; frame < 121; frame++) {
            boolean keyFrame = send() == SyntheticVideo.PACKETS_PER_KEY_FRAME;
            assertThat(keyFrame).as("frame %d", frame).isEqualTo(frame % 60 == 0);
            keyFrames += keyFrame ? 1 : 0;
        }

        assertThat(keyFrames).isEqualTo(3);
        assertThat(video.source().packets()).isEqualTo(3 * 40 + 118 * 8);
    }

    @Test
    void theNextFrameIsAKeyFrameIfOneIsRequested() {
        send();
        send();

        video.requestKeyFrame();

        assertThat(send()).isEqualTo(SyntheticVideo.PACKETS_PER_KEY_FRAME);
        assertThat(send()).isEqualTo(SyntheticVideo.PACKETS_PER_FRAME);
    }

    @Test
    void aKeyFrameIsParameterSetsAndTheFragmentsOfOneSlice() {
        video.beginFrame();

        video.write(0, 0, packet);
        assertThat(packet.getByte(12) & 0x1f).as("STAP-A").isEqualTo(24);
        assertThat(packet.getByte(15) & 0x1f).as("SPS").isEqualTo(7);
        video.write(1, 0, packet);
        assertThat(packet.getByte(12) & 0x1f).as("FU-A").isEqualTo(28);
        assertThat(packet.getByte(13) & 0xff).as("start of an IDR slice").isEqualTo(0x85);
        video.write(2, 0, packet);
        assertThat(packet.getByte(13) & 0xff).as("middle").isEqualTo(0x05);
        video.write(39, 0, packet);
        assertThat(packet.getByte(13) & 0xff).as("end").isEqualTo(0x45);
    }

    @Test
    void packetsOfAFrameHaveOneTimestampAndTheLastIsMarked() throws MalformedPacketException {
        video.beginFrame();
        for (int i = 0; i < 39; i++) {
            video.write(i, 0, packet);
            assertThat(RtpHeader.read(packet).marker()).isFalse();
            assertThat(RtpHeader.read(packet).timestamp()).isEqualTo(1000);
            assertThat(RtpHeader.read(packet).sequenceNumber()).isEqualTo(65530 + i & 0xffff);
        }
        video.write(39, 0, packet);
        assertThat(RtpHeader.read(packet).marker()).isTrue();

        video.beginFrame();
        video.write(0, 0, packet);
        assertThat(RtpHeader.read(packet).timestamp()).isEqualTo(4000);
    }

    @Test
    void theStampTellsWhenItShouldHaveBeenSent() {
        video.beginFrame();
        video.write(0, 123_456_789_012L, packet);
        assertThat(PacketStamp.isOfKeyFrame(packet)).isTrue();
        assertThat(PacketStamp.intendedNanos(packet)).isEqualTo(123_456_789_012L);

        video.write(1, 5, packet);
        assertThat(PacketStamp.counter(packet)).isEqualTo(1);
    }

    private int send() {
        int packets = video.beginFrame();
        for (int i = 0; i < packets; i++) {
            video.write(i, 0, packet);
        }
        return packets;
    }
}
