package weir.jsep;

import java.util.List;
import java.util.Optional;

/// What is taken of an offer, before it is known whether that is enough.
///
/// @param media       in the order of the offer
/// @param bundle      their mids, that of the section whose transport all use first; empty without
///     bundle
/// @param taggedIndex of that section among all of the offer
/// @param transport   of the peer
record Agreement(
        List<? extends AgreedMedia> media,
        List<String> bundle,
        int taggedIndex,
        OfferedTransport transport) {

    /// @param media at least one
    static Agreement of(Offer offer, List<? extends AgreedMedia> media) {
        List<OfferedMedia> offered =
                media.stream().<OfferedMedia>map(AgreedMedia::offered).toList();
        List<String> bundle = offer.bundle(offered);
        OfferedMedia tagged = tagged(offered, bundle);
        return new Agreement(media, bundle, tagged.index(), OfferedTransport.read(offer, tagged));
    }

    private static OfferedMedia tagged(List<OfferedMedia> media, List<String> bundle) {
        return media.stream()
                .filter(each -> !bundle.isEmpty() && each.mid().equals(bundle.getFirst()))
                .findFirst()
                .orElse(media.getFirst());
    }

    /// Whether this section stands for the transport that all use (RFC 9143 §7.3.1).
    boolean isTagged(AgreedMedia section) {
        return section.offered().index() == taggedIndex;
    }

    /// @param index among all sections of the offer
    Optional<AgreedMedia> find(int index) {
        for (AgreedMedia each : media) {
            if (each.offered().index() == index) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// The first rule of the transport that is broken.
    Optional<Negotiation.Reason> findBroken(Offer offer) {
        boolean allMux =
                media.stream().allMatch(each -> each.offered().description().has("rtcp-mux"));
        if (!allMux) {
            return Optional.of(Negotiation.Reason.RTCP_MUX_MISSING);
        }
        if (media.size() > 1 && bundle.isEmpty()) {
            return Optional.of(Negotiation.Reason.BUNDLE_MISSING);
        }
        if (offer.description().has("ice-lite")) {
            return Optional.of(Negotiation.Reason.ICE_LITE);
        }
        return transport.findBroken();
    }
}
