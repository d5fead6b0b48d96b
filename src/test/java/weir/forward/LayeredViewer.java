package weir.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import weir.codec.PayloadReader;
import weir.forward.SimulatedPicture.Packet;
import weir.rtp.MediaKind;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// A viewer of [SimulatedEncoder]s, by [LayerForwarder], whose packets are checked.
final class LayeredViewer {
    final Rewriter rewriter = new Rewriter(MediaKind.VIDEO, TestViewer.SSRC, new Random(5));
    final LayerForwarder forwarder = new LayerForwarder(rewriter);
    final DecodabilityChecker checker = new DecodabilityChecker();
    private final Map<Integer, SourceClock> clocks = new HashMap<>();

    LayeredViewer() {
        forwarder.onPublisher(1);
    }

    void aim(SimulatedEncoder encoder, int spatialId, int temporalId, boolean less) {
        SourceLayer layer = new SourceLayer(encoder.ssrc(), "", spatialId, temporalId, 0, 0, 1);
        PayloadReader reader =
                encoder.hasDependencies()
                        ? PayloadReader.AV1
                        : PayloadReader.of(encoder.encoding());
        LayerFilter fresh = LayerFilter.of(reader, encoder.hasDependencies());
        forwarder.aim(layer, fresh, clock(encoder.ssrc()), less);
    }

    private SourceClock clock(int ssrc) {
        return clocks.computeIfAbsent(ssrc, _ -> new SourceClock());
    }

    void onPicture(SimulatedPicture picture) {
        checker.onEncoded(picture);
        picture.packets().forEach(this::onPacket);
    }

    void onPacket(Packet packet) {
        clock(packet.rtp().ssrc())
                .onPacket(
                        MediaKind.VIDEO,
                        90_000,
                        packet.rtp().timestamp(),
                        packet.rtp().arrivalNanos());
        ByteBuf output = Unpooled.buffer();
        int length =
                forwarder.write(
                        packet.rtp(),
                        packet.descriptor(),
                        packet.dependencies(),
                        TestViewer.PAYLOAD_TYPE,
                        output);
        if (length > 0) {
            checker.onReceived(ByteBufUtil.getBytes(output));
        }
    }

    boolean needsKeyFrameOf(SimulatedEncoder encoder) {
        return forwarder.isKeyFrameNeeded() && forwarder.keyFrameSsrc() == encoder.ssrc();
    }
}
