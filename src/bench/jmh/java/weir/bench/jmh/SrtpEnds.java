package weir.bench.jmh;

import weir.srtp.SrtpEngine;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpReceiver;
import weir.srtp.SrtpSender;

import java.util.Arrays;

/// The ends of SRTP sessions. All have one key: what they cost does not depend on it, and each has
/// contexts of its own.
final class SrtpEnds {
    private SrtpEnds() {}

    static SrtpSender[] senders(SrtpEngine engine, SrtpProfile profile, int count) {
        requirePresent(engine);
        SrtpSender[] senders = new SrtpSender[count];
        Arrays.setAll(
                senders, _ -> new SrtpSender(engine, profile, masterKey(), masterSalt(profile)));
        return senders;
    }

    static SrtpReceiver[] receivers(SrtpEngine engine, SrtpProfile profile, int count) {
        requirePresent(engine);
        SrtpReceiver[] receivers = new SrtpReceiver[count];
        Arrays.setAll(
                receivers,
                _ -> new SrtpReceiver(engine, profile, masterKey(), masterSalt(profile)));
        return receivers;
    }

    private static void requirePresent(SrtpEngine engine) {
        if (!engine.isPresent()) {
            throw new IllegalStateException(engine + " is not on this machine");
        }
    }

    private static byte[] masterKey() {
        return new byte[SrtpProfile.KEY_LENGTH];
    }

    private static byte[] masterSalt(SrtpProfile profile) {
        return new byte[profile.saltLength()];
    }
}
