package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

/// The branches of headers that no encoder at hand takes, written bit by bit: `010 u8:66 ue:5`.
class KeyFrameHeadersTest {
    private static final String H264_START = "u8:103 u8:77 u8:64 u8:40 ue:3 ue:4";
    private static final String H264_SIZE = "ue:2 0 ue:119 ue:67 1 1 1 ue:0 ue:0 ue:0 ue:4 1";
    private static final String PROFILE_5 = "00 1 u5:2 u32:1077936128 u32:2415919103 u16:65535";

    @Test
    void readsTheSecondTypeOfPictureOrder() throws Exception {
        var sps = h264(H264_START + " ue:1 0 ue:2 ue:3 ue:2 ue:7 ue:8 " + H264_SIZE);

        assertThat(sps)
                .isEqualTo(new H264SequenceParameters(3, 0x4d4028, new PictureSize(1920, 1080)));
    }

    @Test
    void readsTheThirdTypeOfPictureOrder() throws Exception {
        assertThat(h264(H264_START + " ue:2 " + H264_SIZE).size().height()).isEqualTo(1080);
    }

    @Test
    void cropsInPixelsWhereColoursAreCodedAsIfAlone() throws Exception {
        String start = "u8:103 u8:244 u8:64 u8:40 ue:0 ue:3 1 ue:0 ue:0 0 0 ue:4 ue:2 ";

        assertThat(h264(start + H264_SIZE).size()).isEqualTo(new PictureSize(1920, 1084));
    }

    @Test
    void cropsInTwosAcrossOnlyWhereChromaHasAllLines() throws Exception {
        String start = "u8:103 u8:122 u8:64 u8:40 ue:0 ue:2 ue:0 ue:0 0 0 ue:4 ue:2 ";
        String size = "ue:2 0 ue:119 ue:67 1 1 1 ue:1 ue:2 ue:3 ue:5 1";

        assertThat(h264(start + size).size()).isEqualTo(new PictureSize(1914, 1080));
    }

    @Test
    void skipsTheSubLayersOfH265() throws Exception {
        String subLayers = "11 01 " + "00".repeat(6) + " " + PROFILE_5 + " u8:90 u8:60 ";
        String size = "ue:3 ue:1 ue:1920 ue:1088 1 ue:0 ue:0 ue:0 ue:4 ue:0 ue:0 ue:4 ";
        String order = "1 ue:1 ue:0 ue:0 ue:2 ue:1 ue:0 ue:4 ue:2 ue:0 1";

        var sps = h265("u4:0 u3:2 1 " + PROFILE_5 + " u8:93 " + subLayers + size + order);

        assertThat(sps)
                .isEqualTo(new H265SequenceParameters(3, 2, 1, 93, new PictureSize(1920, 1080), 2));
    }

    @Test
    void readsTheReorderOfTheHighestSubLayerOfH265WhereItAloneIsSaid() throws Exception {
        String subLayers = "00 00 " + "00".repeat(6) + " ";
        String size = "ue:0 ue:3 1 ue:640 ue:360 1 ue:1 ue:1 ue:1 ue:1 ue:0 ue:0 ue:4 ";

        var sps =
                h265(
                        "u4:0 u3:2 1 "
                                + PROFILE_5
                                + " u8:93 "
                                + subLayers
                                + size
                                + "0 ue:4 ue:3 ue:0 1");

        assertThat(sps.size()).isEqualTo(new PictureSize(638, 358));
        assertThat(sps.reorderMax()).isEqualTo(3);
    }

    @Test
    void readsReducedSequenceHeadersOfAv1() throws Exception {
        assertThat(av1("u8:8 u3:1 1 1 u5:5 u4:9 u4:8 u10:639 u9:359"))
                .isEqualTo(new Av1SequenceHeader(1, 5, 0, new PictureSize(640, 360)));
    }

    @Test
    void readsOperatingPointsWithDecoderModelsOfAv1() throws Exception {
        String timing = "1 u32:1 u32:30 1 00100 1 u5:9 u32:1 u5:1 u5:1 ";
        String points =
                "1 u5:1 u12:257 u5:9 1 1 u10:3 u10:4 0 1 u4:2 u12:256 u5:4 0 0 u4:10 u4:10 ";

        assertThat(av1("u8:12 u8:32 u3:0 0 0 " + timing + points + "u11:1919 u11:1079"))
                .isEqualTo(new Av1SequenceHeader(0, 9, 1, new PictureSize(1920, 1080)));
    }

    @Test
    void readsKeyFramesOfVp9InRgb() throws Exception {
        assertThat(vp9("10 10 0 0 11 u24:4817730 111 0 u16:641 u16:357 0"))
                .isEqualTo(new Vp9KeyFrameHeader(1, new PictureSize(642, 358)));
        assertThat(vp9("10 11 0 0 0 11 u24:4817730 1 010 0 11 0 u16:641 u16:357"))
                .isEqualTo(new Vp9KeyFrameHeader(3, new PictureSize(642, 358)));
    }

    private static H264SequenceParameters h264(String bits) throws Exception {
        ByteBuf bytes = Unpooled.wrappedBuffer(withEmulationPrevention(bytes(bits)));
        return H264SequenceParameters.read(bytes, 0, bytes.readableBytes());
    }

    private static H265SequenceParameters h265(String bits) throws Exception {
        byte[] unit = withEmulationPrevention(bytes("u16:16897 " + bits));
        ByteBuf bytes = Unpooled.wrappedBuffer(unit);
        var sps = H265SequenceParameters.read(bytes, 0, unit.length);
        assertThat(H265SequenceParameters.readId(bytes, 0, unit.length)).isEqualTo(sps.id());
        return sps;
    }

    private static Av1SequenceHeader av1(String bits) throws Exception {
        byte[] unit = bytes(bits);
        return Av1SequenceHeader.read(Unpooled.wrappedBuffer(unit), 0, unit.length);
    }

    private static Vp9KeyFrameHeader vp9(String bits) throws Exception {
        byte[] frame = bytes(bits);
        return Vp9KeyFrameHeader.read(Unpooled.wrappedBuffer(frame), 0, frame.length);
    }

    private static byte[] bytes(String fields) {
        StringBuilder bits = new StringBuilder();
        for (String field : fields.split(" ")) {
            String[] kindAndValue = field.split(":");
            if (kindAndValue.length == 1) {
                bits.append(field);
                continue;
            }
            long value = Long.parseLong(kindAndValue[1]);
            if (kindAndValue[0].equals("ue")) {
                int width = 63 - Long.numberOfLeadingZeros(value + 1);
                append(bits, value + 1, 2 * width + 1);
            } else {
                append(bits, value, Integer.parseInt(kindAndValue[0].substring(1)));
            }
        }
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << 7 - i % 8);
        }
        return bytes;
    }

    private static void append(StringBuilder bits, long value, int width) {
        for (int i = width - 1; i >= 0; i--) {
            bits.append(value >> i & 1);
        }
    }

    private static byte[] withEmulationPrevention(byte[] unit) {
        ByteBuf escaped = Unpooled.buffer();
        int zeros = 0;
        for (byte octet : unit) {
            if (zeros == 2 && octet >= 0 && octet <= 3) {
                escaped.writeByte(3);
                zeros = 0;
            }
            escaped.writeByte(octet);
            zeros = octet == 0 ? zeros + 1 : 0;
        }
        byte[] bytes = new byte[escaped.readableBytes()];
        escaped.readBytes(bytes);
        return bytes;
    }
}
