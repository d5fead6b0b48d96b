package weir.jsep;

import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtp.PayloadFormat;
import weir.sdp.Bandwidth;

import java.util.List;

/// A section that the answer accepts.
sealed interface AgreedMedia {
    OfferedMedia offered();

    /// As the answer writes them, and in that order.
    List<PayloadFormat> formats();

    /// Those agreed on, as offered; the extensions of the peer's media say the same.
    List<Extmap> extmaps();

    /// The bit rates that the answer asks for.
    List<Bandwidth> bandwidths();

    /// @param formats   those of [IncomingMedia#formats()], with what the publisher is told
    /// @param encodings of simulcast; [IncomingMedia#rids()] says the same
    record Received(
            OfferedMedia offered,
            IncomingMedia incoming,
            List<PayloadFormat> formats,
            List<Extmap> extmaps,
            List<SimulcastEncoding> encodings,
            List<Bandwidth> bandwidths)
            implements AgreedMedia {}

    /// @param formats those of [OutgoingMedia#formats()] in another order
    record Sent(
            OfferedMedia offered,
            OutgoingMedia outgoing,
            List<PayloadFormat> formats,
            List<Extmap> extmaps)
            implements AgreedMedia {
        /// A viewer is not asked to send.
        @Override
        public List<Bandwidth> bandwidths() {
            return List.of();
        }
    }
}
