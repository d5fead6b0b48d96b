package weir.ice;

import io.netty.buffer.ByteBuf;

import weir.stun.StunError;
import weir.stun.StunKey;
import weir.stun.StunMessage;
import weir.stun.StunWriter;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// Judges a peer's connectivity checks and writes the answers (RFC 8445 §7.3, RFC 8489 §9.1.3).
final class CheckResponder {
    /// @param valid    whether the peer signed the check and it asks for nothing we refuse
    /// @param datagram what to send back; empty if an error would be longer than what it answers
    record Answer(boolean valid, Optional<ByteBuf> datagram) {}

    private final String username;
    private final StunKey key;
    private final boolean controlling;

    /// @param controlling whether we are, so that a peer that believes it is must be refused
    CheckResponder(IceCredentials local, IceCredentials remote, boolean controlling) {
        this.username = local.userFragment() + ":" + remote.userFragment();
        this.key = StunKey.shortTerm(local.password());
        this.controlling = controlling;
    }

    /// Whether the check names both sides' credentials; nothing is said of its signature.
    boolean isNamedBy(StunMessage request) {
        return request.username().filter(username::equals).isPresent();
    }

    /// @param request a binding request
    Answer answer(StunMessage request, InetSocketAddress source) {
        if (!request.hasMessageIntegrity() || request.username().isEmpty()) {
            return refuseUnsigned(request, StunError.BAD_REQUEST);
        }
        if (!request.username().get().equals(username) || !request.isSignedBy(key)) {
            return refuseUnsigned(request, StunError.UNAUTHENTICATED);
        }
        List<Integer> unknown = request.unknownRequired();
        if (!unknown.isEmpty()) {
            return refuse(error(request, StunError.UNKNOWN_ATTRIBUTE).unknownAttributes(unknown));
        }
        if (contradictsRole(request)) {
            return refuse(error(request, StunError.ROLE_CONFLICT));
        }
        StunWriter success = StunWriter.success(request.transactionId()).xorMappedAddress(source);
        return new Answer(true, Optional.of(success.signed(key)));
    }

    /// A request that names no role, such as FFmpeg's, contradicts none.
    private boolean contradictsRole(StunMessage request) {
        return controlling
                ? request.iceControlling().isPresent()
                : request.iceControlled().isPresent();
    }

    private Answer refuse(StunWriter error) {
        return new Answer(false, Optional.of(error.signed(key)));
    }

    /// The source may be forged: it is sent no more than was spent on it.
    private static Answer refuseUnsigned(StunMessage request, StunError error) {
        ByteBuf datagram = error(request, error).unsigned();
        return datagram.readableBytes() <= request.length()
                ? new Answer(false, Optional.of(datagram))
                : new Answer(false, Optional.empty());
    }

    private static StunWriter error(StunMessage request, StunError error) {
        return StunWriter.error(request.transactionId(), error);
    }
}
