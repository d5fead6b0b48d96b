package weir.it.net;

import weir.testkit.WebRtcClient;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What a viewer may say by RTCP, well formed and of no good intent.
final class HostileReports {
    private static final int NACK_ENTRIES = 340;
    private static final int FEEDBACKS = 60;

    /// Of 250 µs, as far apart as they can be.
    private static final String DELTAS = "7fff8000ffff00007fff80008000";

    private HostileReports() {}

    /// Asks for 17 packets by each entry, those of the newest thousand again and again.
    static byte[] nackOfThousands(WebRtcClient viewer, int ssrc, int newest) {
        StringBuilder nack = new StringBuilder(feedback(0x81, 205, 2 + NACK_ENTRIES, ssrc));
        for (int i = 0; i < NACK_ENTRIES; i++) {
            nack.append("%04xffff".formatted(newest - 17 * (i % 60) & 0xffff));
        }
        return viewer.sealRtcp(bytes(nack.toString()));
    }

    /// @param ssrc of the picture that it is sent
    static List<byte[]> all(int ssrc) {
        String of = "%08x".formatted(ssrc);
        List<String> all = new ArrayList<>();
        // Transport feedback: 8192 packets in 24 bytes, many times; times that go back and forth.
        all.add((feedback(0x8f, 205, 5, ssrc) + "00002000000000001fff0001").repeat(FEEDBACKS));
        for (String reference : List.of("800000ff", "00000100", "ffffffff")) {
            all.add(feedback(0x8f, 205, 8, ssrc) + "fff00007" + reference + "eaaa" + DELTAS);
        }
        // REMB of nothing and of 2^60 and more; TMMBR of nothing (RFC 5104 §4.2.1).
        all.add(feedback(0x8f, 206, 5, 0) + "52454d4201000000" + of);
        all.add(feedback(0x8f, 206, 5, 0) + "52454d4201abffff" + of);
        all.add(feedback(0x8f, 206, 5, 0) + "52454d4201ffffff" + of);
        all.add(feedback(0x83, 205, 4, 0) + of + "00000000");
        // Reports that lie: all of 2^32 packets are lost, less than none, a round trip of hours.
        all.add("81c9000700000001" + of + "ff7fffffffffffffffffffff00000001ffffffff");
        all.add("81c9000700000001" + of + "ff80000000010000000000008000000000000000");
        // Key frames, of what it is sent and of everything else.
        all.add(feedback(0x81, 206, 2, ssrc).repeat(FEEDBACKS));
        for (int n = 1; n < 40; n++) {
            String fir = feedback(0x84, 206, 4, 0) + of + "%02x000000".formatted(n);
            all.add(feedback(0x81, 206, 2, n) + fir);
        }
        // A report as a sender of what it is sent, BYE for all, SDES, APP, XR, PAUSE.
        all.add("80c80006" + of + "ff".repeat(20));
        all.add("83cb0003" + of + "0000177100001772");
        all.add("81ca0042" + of + "01ff" + "41".repeat(255) + "00".repeat(3));
        all.add("80cc000200000001" + "41".repeat(4));
        all.add("80cf000300000001" + "04000001" + "00".repeat(4));
        all.add(feedback(0x89, 205, 4, 0) + of + "00000001");
        return all.stream().map(HostileReports::bytes).toList();
    }

    /// @param words of the packet less one
    private static String feedback(int first, int type, int words, int ssrc) {
        return "%02x%02x%04x00000001%08x".formatted(first, type, words, ssrc);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
