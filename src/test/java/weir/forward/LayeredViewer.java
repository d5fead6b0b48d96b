package weir.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import weir.codec.PayloadReader;
import weir.forward.SimulatedPicture.Packet;
import weir.rtp.MediaKind;

import java.util.Random;

/// A viewer of [SimulatedEncoder]s, by [LayerForwarder], whose packets are checked.
final class LayeredViewer {
    final Rewriter rewriter =
            new Rewriter(MediaKind.VIDEO, TestViewer.SSRC, TestViewer.EXTENSIONS, new Random(5));
    final LayerForwarder forwarder = new LayerForwarder(rewriter);
    final DecodabilityChecker checker = new DecodabilityChecker();
    private final SourceClock clock = new SourceClock();

    LayeredViewer() {
        forwarder.onPublisher(1, clock);
    }

    void aim(SimulatedEncoder encoder, int spatialId, int temporalId, boolean less) {
        SourceLayer layer = new SourceLayer(encoder.ssrc(), "", spatialId, temporalId, 0, 0, 1);
        PayloadReader reader =
                encoder.hasDependencies()
                        ? PayloadReader.AV1
                        : PayloadReader.of(encoder.encoding());
        LayerFilter fresh = LayerFilter.of(reader, encoder.hasDependencies());
        forwarder.aim(layer, fresh, less);
    }

    void onPicture(SimulatedPicture picture) {
        checker.onEncoded(picture);
        picture.packets().forEach(this::onPacket);
    }

    void onPacket(Packet packet) {
        clock.onPacket(
                MediaKind.VIDEO,
                packet.rtp().ssrc(),
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
