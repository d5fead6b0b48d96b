package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import org.junit.jupiter.api.Test;

import weir.it.FreePorts;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;

/// A browser of another machine, as far as the browser knows: at an address that is not loopback.
class HttpsPagesIT {
    private static final String HTTP_VERSION =
            "performance.getEntriesByType('navigation')[0].nextHopProtocol";

    @Test
    void aCameraIsPublishedAndWatchedOverHttpsAtAnAddressThatIsNotLoopback()
            throws SocketException {
        int port = FreePorts.inARow(1);
        Map<String, String> settings =
                Map.of("WEIR_HTTPS_CERTIFICATE", "self-signed", "WEIR_HTTPS_PORT", "" + port);
        String address = ownAddress().getHostAddress();
        try (Stage stage = Stage.open("https-pages", 1, settings)) {
            Page plain =
                    stage.chromium()
                            .open("http://" + address + ":" + stage.node(1).port() + "/watch.html");
            assertThat(isSecure(plain)).isFalse();

            String url = "https://" + address + ":" + port;
            String query =
                    "/publish.html?stream=cam&codec=VP8&source=camera&size=640x360&autostart";
            try (Publisher publisher = new Publisher(stage.chromium().open(url + query));
                    Viewer viewer =
                            new Viewer(
                                    stage.chromium()
                                            .open(url + "/watch.html?stream=cam&autoplay"))) {
                assertThat(isSecure(publisher.page())).isTrue();
                assertThat(publisher.page().evaluate(HTTP_VERSION)).isEqualTo("h2");
                publisher.awaitFirstFrameSent();
                viewer.awaitFirstFrame();
            }
        }
    }

    /// Whether the browser gives it a camera.
    private static boolean isSecure(Page page) {
        return (Boolean) page.evaluate("isSecureContext && !!navigator.mediaDevices");
    }

    private static InetAddress ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address)
                .filter(address -> !address.isLoopbackAddress())
                .findFirst()
                .orElseThrow();
    }
}
