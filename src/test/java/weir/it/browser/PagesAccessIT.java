package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The pages of a node that asks for a token.
class PagesAccessIT {
    private static final String TOKEN = "pages+s3cret/==";

    @AutoClose private static Stage stage;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        stage = Stage.open("pages-access", 1, Map.of("WEIR_ACCESS_TOKENS", TOKEN));
    }

    @Test
    void theListAsksForATokenAndSendsIt() {
        Page page = open("/");
        page.getByText("This needs a token").first().waitFor();

        page.locator("#token").fill("wrong");
        page.locator("#token").press("Enter");
        page.getByText("none of those that are known").first().waitFor();
        page.locator("#token").fill(TOKEN);
        page.locator("#token").press("Enter");

        page.getByText("this one").waitFor();
        assertThat(page.locator("#problem").isVisible()).isFalse();
        close(page);
    }

    @Test
    void aTokenOfTheAddressPublishesAndOneOfTheFieldWatches() {
        String source = "&source=test&size=320x180&autostart";
        Page publisher =
                open("/publish.html?stream=guarded" + source + "#token=pages%2Bs3cret%2F%3D%3D");
        publisher.waitForCondition(() -> state(publisher).equals("Live as guarded"));
        assertThat(publisher.url()).endsWith("autostart");
        assertThat(publisher.locator("#token").inputValue()).isEqualTo(TOKEN);

        Page viewer = open("/watch.html?stream=guarded&autoplay");
        viewer.getByText("It cannot be watched: The server asks for a token").waitFor();
        viewer.locator("#token").fill(TOKEN);
        button(viewer, "Watch").click();
        viewer.waitForCondition(() -> state(viewer).equals("Watching guarded"));

        viewer.waitForResponse(
                response -> response.request().method().equals("DELETE") && response.ok(),
                () -> button(viewer, "Stop").click());
        close(viewer);
        close(publisher);
    }

    private Page open(String path) {
        Page page = stage.chromium().open("about:blank");
        page.onRequest(requests::add);
        page.navigate(stage.node(1).url() + path);
        return page;
    }

    private void close(Page page) {
        assertThat(requests)
                .isNotEmpty()
                .extracting(Request::url)
                .noneMatch(url -> url.contains("s3cret") && !url.contains("#"));
        page.context().close();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String state(Page page) {
        return page.locator("#state").textContent();
    }
}
