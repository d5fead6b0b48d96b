package weir.jsep;

import weir.peer.BitrateLimits;
import weir.peer.CertificateFingerprint;
import weir.peer.PeerParameters;
import weir.rtp.Bitrate;
import weir.rtp.PayloadFormat;
import weir.sdp.MediaDescription;
import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SdpWriter;
import weir.sdp.SessionDescription;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// The clients' offers, and what is asked of an answer to them.
final class Offers {
    static final LocalEndpoint LOCAL =
            new LocalEndpoint(
                    List.of(
                            new InetSocketAddress("203.0.113.7", 7777),
                            new InetSocketAddress("2001:db8::7", 7777),
                            new InetSocketAddress("203.0.113.7", 7778)),
                    List.of(
                            new InetSocketAddress("203.0.113.7", 7677),
                            new InetSocketAddress("2001:db8::7", 7677)),
                    new CertificateFingerprint("sha-256", "AB" + ":CD".repeat(31)));

    /// Of which nothing is said.
    static final BitrateLimits UNLIMITED = new BitrateLimits(new Bitrate(0), BitrateLimits.UNTOLD);

    private Offers() {}

    static Answerer answerer() {
        return new Answerer(CodecPreferences.ALL, new Random(1));
    }

    static String text(String name) {
        try (InputStream file = Offers.class.getResourceAsStream(name + ".sdp")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SessionDescription read(String text) {
        try {
            return SdpReader.read(text);
        } catch (SdpSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static Negotiation publish(String text) {
        return answerer().answerPublisher(read(text), LOCAL, UNLIMITED);
    }

    static Negotiation publish(String text, BitrateLimits limits) {
        return answerer().answerPublisher(read(text), LOCAL, limits);
    }

    static Negotiation watch(String text, PayloadFormat... current) {
        return answerer().answerViewer(read(text), LOCAL, List.of(current));
    }

    static SessionDescription answer(Negotiation negotiation) {
        return accepted(negotiation).answer();
    }

    static PeerParameters parameters(Negotiation negotiation) {
        return accepted(negotiation).parameters();
    }

    /// The answer's section for the first section of that medium.
    static MediaDescription section(Negotiation negotiation, String media) {
        return answer(negotiation).media().stream()
                .filter(section -> section.media().equals(media))
                .findFirst()
                .orElseThrow();
    }

    /// The lines of the answer's section for that medium, without those of the transport.
    static List<String> lines(Negotiation negotiation, String media) {
        String text = SdpWriter.write(answer(negotiation));
        return text.substring(text.indexOf("m=" + media))
                .lines()
                .takeWhile(line -> !line.startsWith("m=") || line.startsWith("m=" + media))
                .filter(line -> !line.matches("a=(ice-|fingerprint|setup|.*candidate).*"))
                .toList();
    }

    private static Negotiation.Accepted accepted(Negotiation negotiation) {
        return switch (negotiation) {
            case Negotiation.Accepted accepted -> accepted;
            case Negotiation.Refused refused -> throw new AssertionError(refused.toString());
        };
    }
}
