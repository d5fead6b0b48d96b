package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.forward.SimulatedPicture.Frame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a viewer's decoder would say of the packets it got, by what the encoder did and by nothing
/// that a filter knows.
final class DecodabilityChecker {
    /// @param frame of the encoder; its number for an empty packet is -1
    private record Received(
            int frame, int index, int count, boolean marker, int timestamp, byte[] payload) {}

    private final Map<Integer, Frame> encoded = new HashMap<>();
    private final TreeMap<Integer, Received> received = new TreeMap<>();
    private int highest = -1;

    void onEncoded(SimulatedPicture picture) {
        picture.frames().forEach(frame -> encoded.put(frame.id(), frame));
    }

    void onReceived(byte[] packet) {
        TestViewer.Written written = TestViewer.read(packet).orElseThrow();
        int number =
                highest < 0
                        ? written.sequenceNumber()
                        : highest + (short) (written.sequenceNumber() - highest);
        highest = Math.max(highest, number);
        byte[] payload = written.payload();
        ByteBuf tail = Unpooled.wrappedBuffer(payload);
        boolean empty = payload.length == 0;
        Received is =
                new Received(
                        empty ? -1 : tail.getInt(payload.length - 6),
                        empty ? 0 : tail.getByte(payload.length - 2),
                        empty ? 1 : tail.getByte(payload.length - 1),
                        written.marker(),
                        written.timestamp(),
                        payload);
        assertThat(received.put(number, is)).as("number %d for the second time", number).isNull();
    }

    int size() {
        return received.size();
    }

    boolean has(int outSequence) {
        int number = highest + (short) (outSequence - highest);
        return received.containsKey(number);
    }

    int highest() {
        return highest;
    }

    /// The layers of the frames since some number, as `spatial.temporal`.
    Set<String> layersSince(int number) {
        Set<String> layers = new HashSet<>();
        received.tailMap(number, false)
                .values()
                .forEach(
                        packet -> {
                            Frame frame = encoded.get(packet.frame);
                            layers.add(frame.spatialId() + "." + frame.temporalId());
                        });
        return layers;
    }

    /// Nothing was lost: all is gapless, whole, decodable, and marked.
    void checkAll() {
        checkNumbers();
        List<List<Received>> frames = frames();
        Set<Integer> decoded = new HashSet<>();
        for (List<Received> packets : frames) {
            Frame frame = encoded.get(packets.getFirst().frame);
            assertThat(packets).as("packets of %s", frame.id()).hasSize(packets.getFirst().count);
            assertThat(decoded).as("needs of %s", frame.id()).containsAll(frame.needs());
            decoded.add(frame.id());
        }
        checkMarkers();
        checkVp8(frames);
    }

    /// Some was lost on the way to the node: no frame came of which another was left out by us.
    void checkNeeds(Set<Integer> lost) {
        Set<Integer> seen = new HashSet<>(lost);
        received.values().forEach(packet -> seen.add(packet.frame));
        for (Received packet : received.values()) {
            if (packet.payload.length > 0) {
                assertThat(seen).containsAll(encoded.get(packet.frame).needs());
            }
        }
    }

    private void checkNumbers() {
        assertThat(received.lastKey() - received.firstKey()).isEqualTo(received.size() - 1);
        int last = received.firstEntry().getValue().timestamp;
        for (Received packet : received.values()) {
            assertThat(packet.timestamp - last).isNotNegative();
            last = packet.timestamp;
        }
    }

    private List<List<Received>> frames() {
        List<List<Received>> frames = new ArrayList<>();
        for (Received packet : received.values()) {
            if (frames.isEmpty() || frames.getLast().getFirst().frame != packet.frame) {
                frames.add(new ArrayList<>());
            }
            assertThat(packet.index).isEqualTo(frames.getLast().size());
            frames.getLast().add(packet);
        }
        return frames;
    }

    /// The last packet of each picture is marked, and no other.
    private void checkMarkers() {
        List<Received> packets = new ArrayList<>(received.values());
        for (int i = 0; i + 1 < packets.size(); i++) {
            boolean last = packets.get(i).timestamp != packets.get(i + 1).timestamp;
            assertThat(packets.get(i).marker).as("marker of packet %d", i).isEqualTo(last);
        }
    }

    /// Picture ids go on by one, TL0PICIDX with each frame of the base layer.
    private void checkVp8(List<List<Received>> frames) {
        int lastId = -1;
        int lastTl0 = -1;
        for (List<Received> packets : frames) {
            byte[] payload = packets.getFirst().payload;
            if ((payload[0] & 0xff) != 0x90) {
                return;
            }
            int id = (payload[2] & 0x7f) << 8 | payload[3] & 0xff;
            int tl0 = payload[4] & 0xff;
            boolean base = encoded.get(packets.getFirst().frame).temporalId() == 0;
            if (lastId >= 0) {
                assertThat(id).isEqualTo(lastId + 1 & 0x7fff);
                assertThat(tl0).isEqualTo(lastTl0 + (base ? 1 : 0) & 0xff);
            }
            lastId = id;
            lastTl0 = tl0;
        }
    }
}
