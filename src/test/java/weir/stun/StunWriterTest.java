package weir.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetSocketAddress;
import java.util.List;

class StunWriterTest {
    private static final TransactionId ID = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);

    @Test
    void writesARequestThatReadsTheSame() throws Exception {
        ByteBuf datagram =
                StunWriter.bindingRequest(ID)
                        .username("remot:local")
                        .priority(0xffff_fffeL)
                        .iceControlling(-2)
                        .useCandidate()
                        .signed(Rfc5769.KEY);

        StunMessage request = StunMessage.read(datagram);

        assertThat(request.isBinding(StunClass.REQUEST)).isTrue();
        assertThat(request.transactionId()).isEqualTo(ID);
        assertThat(request.username()).contains("remot:local");
        assertThat(request.priority()).hasValue(0xffff_fffeL);
        assertThat(request.iceControlling()).hasValue(-2);
        assertThat(request.useCandidate()).isTrue();
        assertThat(request.isSignedBy(Rfc5769.KEY)).isTrue();
        assertThat(request.hasFingerprint()).isTrue();
        assertThat(request.length()).isEqualTo(datagram.readableBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8:1234:5678:11:2233:4455:6677", "255.255.255.255"})
    void writesAResponseToAnyAddress(String host) throws Exception {
        InetSocketAddress address = new InetSocketAddress(host, 65535);

        StunMessage response =
                StunMessage.read(
                        StunWriter.success(ID).xorMappedAddress(address).signed(Rfc5769.KEY));

        assertThat(response.isBinding(StunClass.SUCCESS_RESPONSE)).isTrue();
        assertThat(response.xorMappedAddress()).contains(address);
        assertThat(response.isSignedBy(Rfc5769.KEY)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void writesEveryError(StunError error) throws Exception {
        StunMessage response = StunMessage.read(StunWriter.error(ID, error).unsigned());

        assertThat(response.isBinding(StunClass.ERROR_RESPONSE)).isTrue();
        assertThat(response.errorCode()).hasValue(error.code());
        assertThat(response.hasMessageIntegrity()).isFalse();
        assertThat(response.isSignedBy(Rfc5769.KEY)).isFalse();
    }

    @Test
    void namesTheAttributesThatItDoesNotKnow() throws Exception {
        List<Integer> types = List.of(0x7fff, 0x0030, 0xffff);

        StunMessage response =
                StunMessage.read(
                        StunWriter.error(ID, StunError.UNKNOWN_ATTRIBUTE)
                                .unknownAttributes(types)
                                .signed(Rfc5769.KEY));

        assertThat(response.errorCode()).hasValue(420);
        assertThat(response.unknownAttributes()).isEqualTo(types);
    }
}
