package weir.bench.report;

import weir.srtp.SrtpProfile;

/// What things are called in results and options.
public final class Names {
    private Names() {}

    public static String profile(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> "gcm";
            case AES128_CM_HMAC_SHA1_80 -> "cm";
        };
    }
}
