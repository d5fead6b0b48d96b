package weir.testkit;

import io.netty.buffer.Unpooled;

import weir.wire.DatagramKind;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The first datagrams of each protocol of those that it is told. Any thread.
final class RecordedDatagrams {
    private static final int OF_EACH_MAX = 12;

    private final Map<DatagramKind, List<byte[]>> byKind = new EnumMap<>(DatagramKind.class);

    synchronized void add(byte[] datagram) {
        DatagramKind kind = DatagramKind.of(Unpooled.wrappedBuffer(datagram));
        List<byte[]> known = byKind.computeIfAbsent(kind, _ -> new ArrayList<>());
        if (known.size() < OF_EACH_MAX) {
            known.add(datagram.clone());
        }
    }

    synchronized List<byte[]> samples() {
        return byKind.values().stream().flatMap(List::stream).toList();
    }
}
