package weir.rtcp;

import io.netty.buffer.ByteBufUtil;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Packets of every kind that can be written, by a seed; each equals what its bytes are read as.
final class RandomPackets {
    private final Random random;

    RandomPackets(long seed) {
        random = new Random(seed);
    }

    List<RtcpPacket> oneOfEach() {
        return List.of(
                new SenderReport(
                        random.nextInt(),
                        random.nextLong(),
                        random.nextInt(),
                        unsigned(),
                        unsigned(),
                        some(0, 31, this::block)),
                new ReceiverReport(random.nextInt(), some(0, 31, this::block)),
                new SourceDescription(some(0, 31, this::chunk)),
                new Bye(some(0, 31, random::nextInt)),
                new GenericNack(random.nextInt(), random.nextInt(), lost()),
                new PauseMessage(random.nextInt(), some(1, 20, this::pause)),
                feedback(),
                new PictureLossIndication(random.nextInt(), random.nextInt()),
                new FullIntraRequest(random.nextInt(), some(1, 20, this::entry)),
                new ReceiverEstimatedMaximumBitrate(
                        random.nextInt(),
                        random.nextLong(1 << 18) << random.nextInt(46),
                        some(0, 255, random::nextInt)));
    }

    private <T> List<T> some(int min, int max, Supplier<T> one) {
        return Stream.generate(one).limit(random.nextInt(min, max + 1)).toList();
    }

    private ReportBlock block() {
        return new ReportBlock(
                random.nextInt(),
                random.nextInt(256),
                random.nextInt(-0x80_0000, 0x80_0000),
                unsigned(),
                unsigned(),
                random.nextInt(),
                unsigned());
    }

    private long unsigned() {
        return random.nextLong(1L << 32);
    }

    private SourceDescription.Chunk chunk() {
        return new SourceDescription.Chunk(random.nextInt(), name(128), name(8), name(8), name(8));
    }

    private String name(int bytes) {
        byte[] name = new byte[random.nextInt(bytes)];
        random.nextBytes(name);
        return ByteBufUtil.hexDump(name);
    }

    private PauseMessage.Entry pause() {
        PauseMessage.Type[] types = PauseMessage.Type.values();
        return new PauseMessage.Entry(
                random.nextInt(), types[random.nextInt(types.length)], random.nextInt(0x10000));
    }

    private FullIntraRequest.Entry entry() {
        return new FullIntraRequest.Entry(random.nextInt(), random.nextInt(256));
    }

    /// Ascending, and across the wrap.
    private List<Integer> lost() {
        int first = random.nextInt(0x10000);
        return random.ints(random.nextInt(1, 100), 0, 2000)
                .distinct()
                .sorted()
                .mapToObj(step -> first + step & 0xffff)
                .toList();
    }

    private TransportFeedback feedback() {
        int[] arrivals = new int[random.nextInt(1, 300)];
        int lossPercent = random.nextInt(101);
        int largePercent = random.nextInt(101);
        int last = 0;
        for (int i = 0; i < arrivals.length; i++) {
            if (random.nextInt(100) < lossPercent) {
                arrivals[i] = TransportFeedback.NOT_RECEIVED;
            } else {
                boolean large = random.nextInt(100) < largePercent;
                last += large ? random.nextInt(-0x8000, 0x8000) : random.nextInt(256);
                arrivals[i] = last;
            }
        }
        return new TransportFeedback(
                random.nextInt(),
                random.nextInt(),
                random.nextInt(0x10000),
                random.nextInt(0x100_0000),
                random.nextInt(256),
                arrivals);
    }
}
