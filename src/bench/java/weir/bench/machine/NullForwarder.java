package weir.bench.machine;

import weir.srtp.SrtpProfile;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A running null forwarder, see `null_forwarder.c`: this machine's speed of light.
public final class NullForwarder implements AutoCloseable {
    private static final int VIEWERS_A_DATAGRAM = 100;
    private static final int ACKNOWLEDGE_MILLIS = 2000;
    private static final byte[] CONTROL = "NULL".getBytes(StandardCharsets.US_ASCII);

    private final Process process;
    private final InetSocketAddress address;
    private int viewers;

    private NullForwarder(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /// @param core the one to run on
    public static NullForwarder start(Path program, SrtpProfile profile, int core)
            throws IOException {
        String name =
                switch (profile) {
                    case AEAD_AES_128_GCM -> "gcm";
                    case AES128_CM_HMAC_SHA1_80 -> "cm";
                };
        List<String> command = Pinning.command(core, List.of(program.toString(), name));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = process.inputReader();
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the null forwarder did not start");
        }
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return new NullForwarder(
                process, new InetSocketAddress(loopback, Integer.parseInt(port.strip())));
    }

    public long pid() {
        return process.pid();
    }

    public InetSocketAddress address() {
        return address;
    }

    /// Adds viewers, which get the next indices.
    ///
    /// @param stream 0..65535
    /// @return the index of the first
    public int addViewers(int stream, List<InetSocketAddress> added) throws IOException {
        int first = viewers;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(ACKNOWLEDGE_MILLIS);
            for (int from = 0; from < added.size(); from += VIEWERS_A_DATAGRAM) {
                int to = Math.min(from + VIEWERS_A_DATAGRAM, added.size());
                byte[] message = message(stream, viewers, added.subList(from, to));
                socket.send(new DatagramPacket(message, message.length, address));
                socket.receive(new DatagramPacket(new byte[message.length], message.length));
                viewers += to - from;
            }
        }
        return first;
    }

    private static byte[] message(int stream, int first, List<InetSocketAddress> added) {
        ByteBuffer message = ByteBuffer.allocate(12 + 6 * added.size());
        message.put(CONTROL).putShort((short) stream).putInt(first).putShort((short) added.size());
        for (InetSocketAddress viewer : added) {
            message.put(viewer.getAddress().getAddress()).putShort((short) viewer.getPort());
        }
        return message.array();
    }

    public static byte[] masterKey(int viewer) {
        byte[] key = new byte[SrtpProfile.KEY_LENGTH];
        Arrays.fill(key, (byte) 0x4b);
        ByteBuffer.wrap(key).putInt(SrtpProfile.KEY_LENGTH - 4, viewer);
        return key;
    }

    public static byte[] masterSalt(SrtpProfile profile) {
        byte[] salt = new byte[profile.saltLength()];
        Arrays.fill(salt, (byte) 0x5a);
        return salt;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
