package weir.cascade;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.peer.IncomingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What two nodes tell each other to link up: as much of a session description as they need, in
/// JSON over the event bus. Fields that are not known are ignored; those that came later, and that
/// an older node does not send, may be absent.
final class LinkMessage {
    /// On what the child asks the origin for.
    static final String KIND = "cascade.attach";

    private LinkMessage() {}

    /// One side's credentials and certificate. A value.
    record Side(IceCredentials ice, CertificateFingerprint fingerprint) {
        JsonObject toJson() {
            return new JsonObject()
                    .put("ufrag", ice.userFragment())
                    .put("pwd", ice.password())
                    .put("hash", fingerprint.algorithm())
                    .put("fingerprint", fingerprint.hex());
        }

        static Side read(JsonObject json) {
            return new Side(
                    new IceCredentials(json.getString("ufrag"), json.getString("pwd")),
                    new CertificateFingerprint(
                            json.getString("hash"), json.getString("fingerprint")));
        }
    }

    /// What the child sends. A value.
    ///
    /// @param node the child's id
    record Request(String stream, long epoch, String node, Side child) {
        JsonObject toJson() {
            return new JsonObject()
                    .put("stream", stream)
                    .put("epoch", epoch)
                    .put("node", node)
                    .put("child", child.toJson());
        }

        static Request read(JsonObject json) {
            return new Request(
                    json.getString("stream"),
                    json.getLong("epoch"),
                    json.getString("node", ""),
                    Side.read(json.getJsonObject("child")));
        }
    }

    /// What the parent answers. A value.
    ///
    /// @param candidates where it is to be dialed
    /// @param media      what comes over the link, under the publisher's own numbers
    record Answer(Side parent, List<InetSocketAddress> candidates, List<IncomingMedia> media) {
        JsonObject toJson() {
            JsonArray addresses = new JsonArray();
            candidates.forEach(
                    each ->
                            addresses.add(
                                    new JsonObject()
                                            .put("ip", each.getAddress().getHostAddress())
                                            .put("port", each.getPort())));
            JsonArray sections = new JsonArray();
            media.forEach(each -> sections.add(mediaToJson(each)));
            return new JsonObject()
                    .put("parent", parent.toJson())
                    .put("candidates", addresses)
                    .put("media", sections);
        }

        static Answer read(JsonObject json) {
            List<InetSocketAddress> candidates = new ArrayList<>();
            for (Object each : json.getJsonArray("candidates")) {
                JsonObject address = (JsonObject) each;
                candidates.add(
                        new InetSocketAddress(
                                InetAddress.ofLiteral(address.getString("ip")),
                                address.getInteger("port")));
            }
            List<IncomingMedia> media = new ArrayList<>();
            for (Object each : json.getJsonArray("media")) {
                media.add(readMedia((JsonObject) each));
            }
            return new Answer(Side.read(json.getJsonObject("parent")), candidates, media);
        }
    }

    private static JsonObject mediaToJson(IncomingMedia media) {
        JsonArray formats = new JsonArray();
        media.formats().forEach(format -> formats.add(formatToJson(format)));
        return new JsonObject()
                .put("kind", media.kind().token())
                .put("mid", media.mid())
                .put("formats", formats)
                .put("extensions", extensionsToJson(media.extensions()))
                .put("rids", new JsonArray(media.rids()));
    }

    /// By URI: what the other end does not know, it leaves out.
    private static JsonObject extensionsToJson(ExtensionMap extensions) {
        JsonObject ids = new JsonObject();
        extensions.entries().forEach((extension, id) -> ids.put(extension.uri(), id));
        return ids;
    }

    private static JsonObject formatToJson(PayloadFormat format) {
        return new JsonObject()
                .put("pt", format.payloadType())
                .put("kind", format.kind().token())
                .put("encoding", format.encoding())
                .put("clockRate", format.clockRate())
                .put("channels", format.channels())
                .put("fmtp", format.parameters());
    }

    private static IncomingMedia readMedia(JsonObject json) {
        List<PayloadFormat> formats = new ArrayList<>();
        for (Object each : json.getJsonArray("formats")) {
            formats.add(readFormat((JsonObject) each));
        }
        return new IncomingMedia(
                kind(json),
                json.getString("mid"),
                formats,
                readExtensions(json.getJsonObject("extensions", new JsonObject())),
                readRids(json.getJsonArray("rids", new JsonArray())));
    }

    private static ExtensionMap readExtensions(JsonObject ids) {
        Map<HeaderExtension, Integer> entries = new EnumMap<>(HeaderExtension.class);
        for (String uri : ids.fieldNames()) {
            HeaderExtension.find(uri)
                    .ifPresent(extension -> entries.put(extension, ids.getInteger(uri)));
        }
        return new ExtensionMap(entries);
    }

    private static List<String> readRids(JsonArray json) {
        return json.stream().map(String.class::cast).toList();
    }

    /// Lost packets and key frames are asked for on every link, whatever the publisher can do.
    private static PayloadFormat readFormat(JsonObject json) {
        MediaKind kind = kind(json);
        Set<RtcpFeedback> feedback =
                kind == MediaKind.VIDEO
                        ? Set.of(RtcpFeedback.NACK, RtcpFeedback.PLI)
                        : Set.of(RtcpFeedback.NACK);
        return new PayloadFormat(
                json.getInteger("pt"),
                kind,
                json.getString("encoding"),
                json.getInteger("clockRate"),
                json.getInteger("channels"),
                json.getString("fmtp"),
                feedback);
    }

    private static MediaKind kind(JsonObject json) {
        return MediaKind.AUDIO.token().equals(json.getString("kind"))
                ? MediaKind.AUDIO
                : MediaKind.VIDEO;
    }
}
