package weir.jsep;

import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
import weir.sdp.DescriptionLevel;
import weir.sdp.IceAttributes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The transport that all sections of an offer share, wherever its attributes stand: in the section
/// that stands for the bundle, at session level, or in another section.
///
/// Fingerprints count if they are by sha-256, sha-384 or sha-512. Others are passed over and do no
/// harm beside one of these; sha-1 can be forged, so that alone it is as none (RFC 8122 §5).
///
/// @param role ours
record OfferedTransport(
        Optional<IceAttributes> ice,
        List<CertificateFingerprint> fingerprints,
        Optional<DtlsRole> role) {

    private static final Map<String, Integer> HASH_LENGTHS =
            Map.of("sha-256", 32, "sha-384", 48, "sha-512", 64);

    static OfferedTransport read(Offer offer, OfferedMedia tagged) {
        List<DescriptionLevel> levels = new ArrayList<>();
        levels.add(tagged.description());
        levels.add(offer.description());
        levels.addAll(offer.description().media());
        String userFragment = first(levels, "ice-ufrag").orElse("");
        String password = first(levels, "ice-pwd").orElse("");
        return new OfferedTransport(
                IceAttributes.of(userFragment, password),
                fingerprints(levels),
                // RFC 4145 §4.1: active where nothing is said.
                role(first(levels, "setup").orElse("active")));
    }

    private static Optional<String> first(List<DescriptionLevel> levels, String name) {
        return levels.stream()
                .flatMap(level -> level.find(name).stream())
                .map(String::strip)
                .findFirst();
    }

    private static List<CertificateFingerprint> fingerprints(List<DescriptionLevel> levels) {
        return levels.stream()
                .map(level -> level.all("fingerprint"))
                .filter(values -> !values.isEmpty())
                .findFirst()
                .orElse(List.of())
                .stream()
                .flatMap(value -> fingerprint(value).stream())
                .distinct()
                .toList();
    }

    private static Optional<CertificateFingerprint> fingerprint(String value) {
        String[] fields = value.strip().split("\\s+");
        if (fields.length != 2) {
            return Optional.empty();
        }
        String algorithm = fields[0].toLowerCase(Locale.ROOT);
        int length = HASH_LENGTHS.getOrDefault(algorithm, 0);
        return fields[1].length() == 3 * length - 1
                        && fields[1].matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})*")
                ? Optional.of(
                        new CertificateFingerprint(algorithm, fields[1].toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    private static Optional<DtlsRole> role(String setup) {
        return switch (setup.toLowerCase(Locale.ROOT)) {
            case "actpass", "active" -> Optional.of(DtlsRole.SERVER);
            case "passive" -> Optional.of(DtlsRole.CLIENT);
            default -> Optional.empty();
        };
    }

    /// The first thing that is missing.
    Optional<Negotiation.Reason> findBroken() {
        if (ice.isEmpty()) {
            return Optional.of(Negotiation.Reason.ICE_CREDENTIALS_MISSING);
        }
        if (fingerprints.isEmpty()) {
            return Optional.of(Negotiation.Reason.FINGERPRINT_MISSING);
        }
        return role.isEmpty() ? Optional.of(Negotiation.Reason.SETUP_INVALID) : Optional.empty();
    }
}
