package weir.it.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import weir.stun.StunKey;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.testkit.WebRtcClient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Datagrams that no session may be harmed by, whoever sends them: none was made with its keys.
final class Nonsense {
    private static final int[] FIRST_BYTES = {
        0, 1, 3, 4, 19, 20, 22, 25, 63, 64, 127, 128, 191, 255
    };
    private static final int[] LENGTHS = {1, 2, 3, 4, 8, 12, 13, 19, 20, 21, 40, 200, 1200, 1500};
    private static final int LONGER_THAN_READ = 9000;
    private static final int FINGERPRINT_LENGTH = 8;

    private final Random random;
    private final WebRtcClient victim;

    /// @param victim whose session is meant
    Nonsense(WebRtcClient victim, long seed) {
        this.victim = victim;
        this.random = new Random(seed);
    }

    /// One of every kind.
    List<byte[]> everything() {
        List<byte[]> all = new ArrayList<>();
        all.addAll(garbage());
        all.addAll(stun());
        all.addAll(dtls());
        all.addAll(media());
        return all;
    }

    /// What names no session: a third of it checks, each of another.
    List<byte[]> ofStrangers() {
        List<byte[]> all = new ArrayList<>(dtls());
        all.addAll(media());
        for (int i = all.size() / 2; i > 0; i--) {
            all.add(check("nobody" + random.nextInt() + ":farr", "whatever password it is"));
        }
        Collections.shuffle(all, random);
        return all;
    }

    /// Random bytes of every protocol and length.
    List<byte[]> garbage() {
        List<byte[]> all = new ArrayList<>();
        all.add(new byte[0]);
        for (int first : FIRST_BYTES) {
            for (int length : LENGTHS) {
                all.add(bytes(first, length));
            }
        }
        all.add(bytes(0x80, LONGER_THAN_READ));
        return all;
    }

    private byte[] bytes(int first, int length) {
        byte[] datagram = new byte[length];
        random.nextBytes(datagram);
        datagram[0] = (byte) first;
        return datagram;
    }

    /// Checks that the session's peer did not sign, and each of them cut short.
    List<byte[]> stun() {
        String ours = victim.answer().ice().userFragment();
        String theirs = victim.ice().userFragment();
        String password = victim.answer().ice().password();
        byte[] right = check(ours + ":" + theirs, password);
        byte[] wrongFingerprint = right.clone();
        wrongFingerprint[right.length - 1] ^= 1;
        List<byte[]> all = new ArrayList<>();
        all.add(check(ours + ":" + theirs, "a password that is not theirs"));
        all.add(check(ours + ":nobody", password));
        all.add(check("nobody:" + theirs, password));
        all.add(check(ours, password));
        all.add(check(ours + ":", password));
        all.add(check(":" + theirs, password));
        all.add(check("", password));
        all.add(check("x".repeat(500) + ":" + "y".repeat(7), password));
        all.add(wrongFingerprint);
        all.add(bytesOf(request(ours + ":" + theirs).unsigned()));
        all.add(bytesOf(StunWriter.bindingRequest(id()).unsigned()));
        all.add(bytesOf(StunWriter.success(id()).signed(StunKey.shortTerm("whatever it is"))));
        for (int length = 1; length < right.length; length += 3) {
            all.add(Arrays.copyOf(right, length));
        }
        // What names FINGERPRINT is left as it is: the check is valid without one.
        for (int at = 0; at < right.length - FINGERPRINT_LENGTH; at += 5) {
            byte[] changed = right.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            all.add(changed);
        }
        return all;
    }

    private byte[] check(String username, String password) {
        return bytesOf(request(username).signed(StunKey.shortTerm(password)));
    }

    private StunWriter request(String username) {
        return StunWriter.bindingRequest(id())
                .username(username)
                .priority(1)
                .iceControlling(random.nextLong())
                .useCandidate();
    }

    private TransactionId id() {
        return TransactionId.next(random);
    }

    private static byte[] bytesOf(ByteBuf datagram) {
        try {
            return ByteBufUtil.getBytes(datagram);
        } finally {
            datagram.release();
        }
    }

    /// Records in the clear and records that nobody can open: handshakes, alerts, data.
    List<byte[]> dtls() {
        List<byte[]> all = new ArrayList<>();
        for (int type : new int[] {20, 21, 22, 23, 24, 26, 63}) {
            for (int epoch : new int[] {0, 1, 2}) {
                all.add(record(type, epoch, 2));
                all.add(record(type, epoch, 40));
                all.add(record(type, epoch, 1000));
            }
        }
        byte[] fatal = record(21, 0, 2);
        fatal[13] = 2;
        fatal[14] = 40;
        byte[] closeNotify = record(21, 0, 2);
        closeNotify[13] = 1;
        closeNotify[14] = 0;
        byte[] lengthWrong = record(22, 0, 40);
        lengthWrong[12] = 100;
        all.addAll(List.of(fatal, closeNotify, lengthWrong));
        for (int type : new int[] {0, 1, 2, 11, 14, 16, 20}) {
            byte[] handshake = record(22, 0, 60);
            handshake[13] = (byte) type;
            handshake[14] = 0;
            handshake[15] = 0;
            handshake[16] = 48;
            all.add(handshake);
        }
        return all;
    }

    private byte[] record(int type, int epoch, int length) {
        byte[] record = bytes(type, 13 + length);
        record[1] = (byte) 0xfe;
        record[2] = (byte) 0xfd;
        record[3] = 0;
        record[4] = (byte) epoch;
        Arrays.fill(record, 5, 10, (byte) 0);
        record[11] = (byte) (length >> 8);
        record[12] = (byte) length;
        return record;
    }

    /// RTP and RTCP that was never sealed.
    List<byte[]> media() {
        List<byte[]> all = new ArrayList<>();
        for (int second : new int[] {0, 72, 96, 111, 127, 192, 200, 201, 203, 205, 206, 223}) {
            for (int length : new int[] {2, 8, 11, 12, 16, 28, 36, 300}) {
                byte[] datagram = bytes(0x80, length);
                datagram[1] = (byte) second;
                all.add(datagram);
            }
        }
        for (int first : new int[] {0x8f, 0x90, 0xa0, 0xbf}) {
            all.add(bytes(first, 40));
        }
        return all;
    }
}
