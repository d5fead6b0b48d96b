package weir.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The functions of OpenSSL's libcrypto that SRTP needs, called through `java.lang.foreign`.
///
/// Pointers are plain addresses: what Netty's buffers give, and no object has to be made for one.
/// The calls are short and never block, so they are marked critical, which leaves out the change of
/// the thread's state that costs as much as the smallest of them.
@SuppressWarnings("restricted") // the start script gives native access to this jar
final class Libcrypto {
    static final long NULL = 0;

    /// `EVP_CTRL_AEAD_GET_TAG` and `EVP_CTRL_AEAD_SET_TAG`
    static final int GET_TAG = 0x10;

    static final int SET_TAG = 0x11;

    private static final ValueLayout POINTER = ValueLayout.JAVA_LONG;
    private static final ValueLayout INT = ValueLayout.JAVA_INT;
    private static final String[] NAMES = {"libcrypto.so.3", "libcrypto.3.dylib"};

    private static final Optional<SymbolLookup> LIBRARY = load();

    static final MethodHandle CIPHER_CTX_NEW = find("EVP_CIPHER_CTX_new", POINTER);
    static final MethodHandle CIPHER_CTX_FREE = findVoid("EVP_CIPHER_CTX_free", POINTER);
    static final MethodHandle AES_128_GCM = find("EVP_aes_128_gcm", POINTER);
    static final MethodHandle AES_128_CTR = find("EVP_aes_128_ctr", POINTER);
    static final MethodHandle ENCRYPT_INIT =
            find("EVP_EncryptInit_ex", INT, POINTER, POINTER, POINTER, POINTER, POINTER);
    static final MethodHandle DECRYPT_INIT =
            find("EVP_DecryptInit_ex", INT, POINTER, POINTER, POINTER, POINTER, POINTER);
    static final MethodHandle ENCRYPT_UPDATE =
            find("EVP_EncryptUpdate", INT, POINTER, POINTER, POINTER, POINTER, INT);
    static final MethodHandle DECRYPT_UPDATE =
            find("EVP_DecryptUpdate", INT, POINTER, POINTER, POINTER, POINTER, INT);
    static final MethodHandle ENCRYPT_FINAL =
            find("EVP_EncryptFinal_ex", INT, POINTER, POINTER, POINTER);
    static final MethodHandle DECRYPT_FINAL =
            find("EVP_DecryptFinal_ex", INT, POINTER, POINTER, POINTER);
    static final MethodHandle CIPHER_CTX_CTRL =
            find("EVP_CIPHER_CTX_ctrl", INT, POINTER, INT, INT, POINTER);
    static final MethodHandle HMAC_CTX_NEW = find("HMAC_CTX_new", POINTER);
    static final MethodHandle HMAC_CTX_FREE = findVoid("HMAC_CTX_free", POINTER);
    static final MethodHandle SHA1 = find("EVP_sha1", POINTER);
    static final MethodHandle HMAC_INIT =
            find("HMAC_Init_ex", INT, POINTER, POINTER, INT, POINTER, POINTER);
    static final MethodHandle HMAC_UPDATE =
            find("HMAC_Update", INT, POINTER, POINTER, ValueLayout.JAVA_LONG);
    static final MethodHandle HMAC_FINAL = find("HMAC_Final", INT, POINTER, POINTER, POINTER);

    private Libcrypto() {}

    /// Whether the library is on this machine: OpenSSL 3, of whatever minor version.
    static boolean isPresent() {
        return LIBRARY.isPresent();
    }

    private static Optional<SymbolLookup> load() {
        for (String name : NAMES) {
            try {
                return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException _) {
                // Another system's name, or none there.
            }
        }
        return Optional.empty();
    }

    private static MethodHandle find(
            String function, MemoryLayout result, MemoryLayout... arguments) {
        return link(function, FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle findVoid(String function, MemoryLayout... arguments) {
        return link(function, FunctionDescriptor.ofVoid(arguments));
    }

    /// Null where the library is missing, and then never called: see [#isPresent()].
    private static MethodHandle link(String function, FunctionDescriptor descriptor) {
        return LIBRARY.map(
                        library ->
                                Linker.nativeLinker()
                                        .downcallHandle(
                                                library.findOrThrow(function),
                                                descriptor,
                                                Linker.Option.critical(false)))
                .orElse(null);
    }

    /// Ready to encrypt, but for what each packet gives.
    ///
    /// @param algorithm one of those here
    /// @return to be freed by the caller
    static long encryption(MethodHandle algorithm, byte[] key) throws Throwable {
        try (Arena once = Arena.ofConfined()) {
            long keyAddress = once.allocateFrom(ValueLayout.JAVA_BYTE, key).address();
            long context = (long) CIPHER_CTX_NEW.invokeExact();
            require(context != NULL, "EVP_CIPHER_CTX_new");
            long cipher = (long) algorithm.invokeExact();
            // The key's schedule is made once; each packet gives its nonce alone.
            require(
                    (int) ENCRYPT_INIT.invokeExact(context, cipher, NULL, keyAddress, NULL),
                    "EVP_EncryptInit_ex");
            return context;
        }
    }

    /// @param result of a function that answers 1 when all is well
    static void require(int result, String function) {
        if (result != 1) {
            throw new IllegalStateException("libcrypto: " + function + " failed");
        }
    }

    static void require(boolean holds, String function) {
        if (!holds) {
            throw new IllegalStateException("libcrypto: " + function + " failed");
        }
    }

    /// What `invokeExact` declares, and these functions never throw.
    static IllegalStateException impossible(Throwable thrown) {
        return new IllegalStateException("libcrypto", thrown);
    }
}
