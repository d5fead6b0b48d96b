package weir.jsep;

import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtp.PayloadFormat;

import java.util.List;

/// A section that the answer accepts.
sealed interface AgreedMedia {
    OfferedMedia offered();

    /// In the order in which the answer writes them.
    List<PayloadFormat> formats();

    /// Those agreed on, as offered; the extensions of the peer's media say the same.
    List<Extmap> extmaps();

    /// @param encodings of simulcast; [IncomingMedia#rids()] says the same
    record Received(
            OfferedMedia offered,
            IncomingMedia incoming,
            List<Extmap> extmaps,
            List<SimulcastEncoding> encodings)
            implements AgreedMedia {
        @Override
        public List<PayloadFormat> formats() {
            return incoming.formats();
        }
    }

    /// @param formats those of [OutgoingMedia#formats()] in another order
    record Sent(
            OfferedMedia offered,
            OutgoingMedia outgoing,
            List<PayloadFormat> formats,
            List<Extmap> extmaps)
            implements AgreedMedia {}
}
