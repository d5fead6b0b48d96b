package weir.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;

/// A client of HTTP/2 without TLS that asks and takes no byte of any answer: the windows of its
/// streams are closed from the start. It reads nothing.
public final class WindowlessClient implements AutoCloseable {
    /// `PRI * HTTP/2.0`, as RFC 9113 §3.4 has it, and SETTINGS with INITIAL_WINDOW_SIZE 0.
    private static final String PREFACE =
            "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a"
                    + ("000006" + "04" + "00" + "00000000")
                    + "000400000000";

    /// HEADERS, whole, of one stream: GET, http, /, and the authority "a".
    private static final String REQUEST = "000006" + "01" + "05" + "%08x" + "828684" + "410161";

    private final Socket socket = new Socket();
    private int stream = 1;

    public WindowlessClient(int port) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        write(PREFACE);
    }

    public void ask() throws IOException {
        write(REQUEST.formatted(stream));
        stream += 2;
    }

    /// What it has to say, and what is said to it on the connection itself.
    public Socket socket() {
        return socket;
    }

    private void write(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
