package weir.jsep;

import weir.peer.PeerParameters;
import weir.sdp.SessionDescription;

import java.util.List;

/// What came of an offer. A value.
public sealed interface Negotiation {
    /// @param parameters what the peer is to be made from
    record Accepted(SessionDescription answer, PeerParameters parameters) implements Negotiation {}

    /// @param because        a sentence for people
    /// @param acceptedCodecs what an offer may use here
    record Refused(Reason reason, String because, List<String> acceptedCodecs)
            implements Negotiation {
        public Refused {
            acceptedCodecs = List.copyOf(acceptedCodecs);
        }
    }

    /// Why an offer, or the answer to one, was refused; each is answered with 422.
    enum Reason {
        NO_MEDIA("the offer has no audio or video section"),
        OTHER_MEDIA("a publisher's sections are audio and video alone, and none is left out"),
        TOO_MANY_TRACKS("the offer has more than one audio or video section"),
        TOO_MANY_STREAMS("the offer's tracks are of more than one MediaStream"),
        DIRECTION_WRONG("a publisher offers sendonly or sendrecv, a viewer recvonly or sendrecv"),
        MID_AMBIGUOUS("two sections have the same mid"),
        NO_COMMON_CODEC("a section has no codec that can be forwarded"),
        RTCP_MUX_MISSING("RTP and RTCP must share a port: a=rtcp-mux is missing"),
        BUNDLE_MISSING("all sections must be in one BUNDLE group"),
        ICE_LITE("both sides are ICE-lite, so that none would make the checks"),
        ICE_CREDENTIALS_MISSING(
                "a=ice-ufrag (4 to 256 characters) and a=ice-pwd (22 to 256) are needed"),
        FINGERPRINT_MISSING("a=fingerprint is needed, by sha-256, sha-384 or sha-512"),
        ANSWER_OF_ANOTHER_OFFER("the answer's sections are not those of the offer"),
        SETUP_INVALID("a=setup must be actpass, active or passive");

        private final String because;

        Reason(String because) {
            this.because = because;
        }

        Refused refuse(CodecPreferences preferences) {
            return new Refused(this, because, preferences.names());
        }
    }
}
