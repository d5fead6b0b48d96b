package weir.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.wire.MalformedPacketException;

import java.net.InetSocketAddress;
import java.security.MessageDigest;

class StunMessageTest {
    private static final StunKey WRONG_KEY = StunKey.shortTerm("VOkJxbRl1RmTxUk/WvJxBT");

    @Test
    void readsTheSampleRequest() throws Exception {
        StunMessage request = StunMessage.read(Rfc5769.datagram(Rfc5769.REQUEST));

        assertThat(request.messageClass()).isEqualTo(StunClass.REQUEST);
        assertThat(request.method()).isEqualTo(StunMessage.BINDING);
        assertThat(request.transactionId())
                .isEqualTo(new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL));
        assertThat(request.username()).contains("evtj:h6vY");
        assertThat(request.priority()).hasValue(0x6e0001ffL);
        assertThat(request.iceControlled()).hasValue(0x932ff9b151263b36L);
        assertThat(request.hasFingerprint()).isTrue();
        assertThat(request.isSignedBy(Rfc5769.KEY)).isTrue();
        assertThat(request.isSignedBy(WRONG_KEY)).isFalse();
    }

    @Test
    void readsTheSampleResponses() throws Exception {
        StunMessage ipv4 = StunMessage.read(Rfc5769.datagram(Rfc5769.IPV4_RESPONSE));
        StunMessage ipv6 = StunMessage.read(Rfc5769.datagram(Rfc5769.IPV6_RESPONSE));

        assertThat(ipv4.isBinding(StunClass.SUCCESS_RESPONSE)).isTrue();
        assertThat(ipv4.xorMappedAddress()).contains(new InetSocketAddress("192.0.2.1", 32853));
        assertThat(ipv4.isSignedBy(Rfc5769.KEY)).isTrue();
        assertThat(ipv6.xorMappedAddress())
                .contains(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
        assertThat(ipv6.isSignedBy(Rfc5769.KEY)).isTrue();
    }

    @Test
    void readsTheLongTermSampleAndChecksItsKey() throws Exception {
        byte[] secret = "マトリックス:example.org:TheMatrIX".getBytes(UTF_8);
        byte[] key = MessageDigest.getInstance("MD5").digest(secret);

        StunMessage request = StunMessage.read(Rfc5769.datagram(Rfc5769.LONG_TERM_REQUEST));

        assertThat(request.username()).contains("マトリックス");
        assertThat(request.hasFingerprint()).isFalse();
        assertThat(request.unknownRequired()).isEmpty();
        assertThat(request.isSignedBy(new StunKey(key))).isTrue();
    }

    @Test
    void readsAtTheReaderIndexAndMovesNothing() throws Exception {
        ByteBuf datagram = Unpooled.buffer().writeLong(7);
        datagram.writeBytes(Rfc5769.datagram(Rfc5769.REQUEST)).skipBytes(8);

        StunMessage request = StunMessage.read(datagram);

        assertThat(request.isSignedBy(Rfc5769.KEY)).isTrue();
        assertThat(StunMessage.findLocalUserFragment(datagram)).contains("evtj");
        assertThat(datagram.readerIndex()).isEqualTo(8);
    }

    @Test
    void missesWhatARequestOfFfmpegLacks() throws Exception {
        ByteBuf datagram =
                StunWriter.bindingRequest(new TransactionId(1, 2))
                        .username("left:right")
                        .useCandidate()
                        .signed(Rfc5769.KEY);

        StunMessage request = StunMessage.read(datagram);

        assertThat(request.useCandidate()).isTrue();
        assertThat(request.priority()).isEmpty();
        assertThat(request.iceControlling()).isEmpty();
        assertThat(request.iceControlled()).isEmpty();
        assertThat(request.xorMappedAddress()).isEmpty();
        assertThat(request.errorCode()).isEmpty();
    }

    @Test
    void listsRequiredAttributesThatItDoesNotKnow() throws Exception {
        StunMessage request =
                StunMessage.read(message("0001 7fff0000 00300002ffff0000 c0570000 7fff0000"));

        assertThat(request.unknownRequired()).containsExactly(0x7fff, 0x0030);
    }

    @Test
    void doesNotSeeWhatWasAppendedBehindTheSignature() throws Exception {
        ByteBuf datagram =
                StunWriter.bindingRequest(new TransactionId(1, 2))
                        .username("left:right")
                        .signed(Rfc5769.KEY);
        datagram.writerIndex(datagram.writerIndex() - 8);
        datagram.writeInt(0x00250000).writeInt(0x7fff0000);
        datagram.setShort(2, datagram.readableBytes() - 20);

        StunMessage request = StunMessage.read(datagram);

        assertThat(request.isSignedBy(Rfc5769.KEY)).isTrue();
        assertThat(request.useCandidate()).isFalse();
        assertThat(request.unknownRequired()).isEmpty();
    }

    @Test
    void takesTheFirstOfTwo() throws Exception {
        StunMessage request = StunMessage.read(message("0001 0024000400000001 0024000400000002"));

        assertThat(request.priority()).hasValue(1);
    }

    @Test
    void tellsMethodAndClassApart() throws Exception {
        assertThat(StunMessage.read(message("0011")).messageClass())
                .isEqualTo(StunClass.INDICATION);
        assertThat(StunMessage.read(message("0111")).messageClass())
                .isEqualTo(StunClass.ERROR_RESPONSE);
        assertThat(StunMessage.read(message("3eef")).method()).isEqualTo(0xfff);
        assertThat(StunMessage.read(message("3eef")).messageClass()).isEqualTo(StunClass.REQUEST);
    }

    @Test
    void refusesAHeaderThatIsNone() {
        assertRefused("0001", StunRule.STUN_HEADER_TRUNCATED);
        assertRefused("0001 0000 2112a442 0000000000000000000000", StunRule.STUN_HEADER_TRUNCATED);
        assertRefused("4001 0000 2112a442 000000000000000000000000", StunRule.STUN_TYPE_INVALID);
        assertRefused("8001 0000 2112a442 000000000000000000000000", StunRule.STUN_TYPE_INVALID);
        assertRefused("0001 0000 2112a443 000000000000000000000000", StunRule.STUN_COOKIE_WRONG);
        assertRefused(
                "0001 0003 2112a442 000000000000000000000000 000000",
                StunRule.STUN_LENGTH_UNALIGNED);
    }

    @Test
    void refusesALengthThatIsNotTheDatagrams() {
        assertRefused("0001 0004 2112a442 000000000000000000000000", StunRule.STUN_LENGTH_WRONG);
        assertRefused(
                "0001 0000 2112a442 000000000000000000000000 80220000", StunRule.STUN_LENGTH_WRONG);
    }

    @Test
    void refusesAttributesThatLeaveTheMessageOrHaveAnotherLength() {
        assertBodyRefused("80220005 01020304", StunRule.STUN_ATTRIBUTE_TRUNCATED);
        assertBodyRefused("8022ffff", StunRule.STUN_ATTRIBUTE_TRUNCATED);
        assertBodyRefused("00240003 01020300", StunRule.STUN_ATTRIBUTE_LENGTH_WRONG);
        assertBodyRefused("00080004 01020300", StunRule.STUN_ATTRIBUTE_LENGTH_WRONG);
        assertBodyRefused("00250004 01020300", StunRule.STUN_ATTRIBUTE_LENGTH_WRONG);
        assertBodyRefused("802a0004 01020300", StunRule.STUN_ATTRIBUTE_LENGTH_WRONG);
        assertBodyRefused("00200008 00020000 00000000", StunRule.STUN_ADDRESS_INVALID);
        assertBodyRefused("00200008 00030000 00000000", StunRule.STUN_ADDRESS_INVALID);
        assertBodyRefused("00090004 00000200", StunRule.STUN_ERROR_CODE_INVALID);
        assertBodyRefused("00090004 00000464", StunRule.STUN_ERROR_CODE_INVALID);
    }

    @Test
    void refusesAFingerprintThatIsWrongOrNotLast() {
        ByteBuf wrong = Rfc5769.datagram(Rfc5769.REQUEST);
        wrong.setByte(30, wrong.getByte(30) ^ 1);
        ByteBuf early = StunWriter.bindingRequest(new TransactionId(1, 2)).unsigned();
        early.setShort(2, 12);
        // The checksum of a message that goes on after its fingerprint.
        early.setInt(24, Fingerprint.of(early.array(), 20)).writeInt(0x80220000);

        assertRefused(wrong, StunRule.STUN_FINGERPRINT_WRONG);
        assertRefused(early, StunRule.STUN_FINGERPRINT_NOT_LAST);
    }

    @Test
    void findsTheReceiversFragmentOfABindingRequestOnly() {
        assertThat(fragment(message("0001 80220001ff000000 00060003 613a6200"))).isEqualTo("a");
        assertThat(fragment(message("0101 00060003 613a6200"))).isEqualTo("none");
        assertThat(fragment(message("0001 00060003 3a616200"))).isEqualTo("none");
        assertThat(fragment(message("0001 00060003 61626300"))).isEqualTo("none");
        assertThat(fragment(message("0001 00060009 613a6200"))).isEqualTo("none");
        assertThat(fragment(message("0001 8022fffc 613a6200"))).isEqualTo("none");
        assertThat(fragment(message("0001"))).isEqualTo("none");
        assertThat(fragment(Unpooled.EMPTY_BUFFER)).isEqualTo("none");
    }

    private static String fragment(ByteBuf datagram) {
        return StunMessage.findLocalUserFragment(datagram).orElse("none");
    }

    private static void assertBodyRefused(String attributes, StunRule rule) {
        assertRefused(message("0001" + attributes), rule);
    }

    private static void assertRefused(String hex, StunRule rule) {
        assertRefused(Rfc5769.datagram(hex), rule);
    }

    private static void assertRefused(ByteBuf datagram, StunRule rule) {
        assertThatExceptionOfType(MalformedPacketException.class)
                .isThrownBy(() -> StunMessage.read(datagram))
                .satisfies(e -> assertThat(e.rule()).isEqualTo(rule));
    }

    /// A message of this type with these attributes, the header put between them.
    private static ByteBuf message(String typeAndAttributes) {
        ByteBuf bytes = Rfc5769.datagram(typeAndAttributes);
        ByteBuf message = Unpooled.buffer().writeShort(bytes.readShort());
        message.writeShort(bytes.readableBytes()).writeInt(StunMessage.COOKIE).writeZero(12);
        return message.writeBytes(bytes);
    }
}
