package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import org.junit.jupiter.api.Test;

class OneRequestAtATimeTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new OneRequestAtATime());
    private final ByteBuf body = Unpooled.copiedBuffer(new byte[10]);

    @Test
    void aRequestWaitsUntilTheOneBeforeIsAnswered() {
        receive("/a", Unpooled.EMPTY_BUFFER);
        receive("/b", body);

        assertThat(uris()).isEqualTo("/a ");
        answer(HttpResponseStatus.CONTINUE);
        assertThat(uris()).isEmpty();
        answer(HttpResponseStatus.OK);
        assertThat(uris()).isEqualTo("/b ");
    }

    /// A piece of a body is a slice of all that was read at once.
    @Test
    void whatWaitsHoldsNothingThatWasRead() {
        receive("/a", Unpooled.EMPTY_BUFFER);
        receive("/b", body);

        assertThat(body.refCnt()).isZero();
        channel.releaseInbound();
    }

    @Test
    void whoSendsMoreBytesThanMayWaitIsCutOff() {
        receive("/a", Unpooled.EMPTY_BUFFER);
        channel.writeInbound(request("/b"));
        ByteBuf half = Unpooled.wrappedBuffer(new byte[OneRequestAtATime.BYTES_MAX / 2 - 200]);
        channel.writeInbound(new DefaultHttpContent(half.retainedDuplicate()));
        channel.writeInbound(new DefaultHttpContent(half.retainedDuplicate()));
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(new DefaultHttpContent(half.retainedDuplicate()));

        assertThat(channel.isOpen()).isFalse();
        assertThat(half.refCnt()).isEqualTo(1);
        channel.releaseInbound();
    }

    @Test
    void whoSendsMoreOfHeadsThanMayWaitIsCutOff() {
        receive("/a", Unpooled.EMPTY_BUFFER);
        HttpRequest head = request("/b");
        head.headers().set("X", "x".repeat(OneRequestAtATime.BYTES_MAX));

        channel.writeInbound(head);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoSendsMoreThanMayWaitIsCutOff() {
        receive("/a", Unpooled.EMPTY_BUFFER);
        for (int i = 0; i < OneRequestAtATime.WAITING_MAX / 2; i++) {
            receive("/more", Unpooled.EMPTY_BUFFER);
        }
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(request("/last"));

        assertThat(channel.isOpen()).isFalse();
    }

    private void receive(String uri, ByteBuf content) {
        channel.writeInbound(request(uri));
        channel.writeInbound(new DefaultLastHttpContent(content));
    }

    private static HttpRequest request(String uri) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, uri);
    }

    private void answer(HttpResponseStatus status) {
        channel.writeOutbound(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER));
        channel.runPendingTasks();
    }

    private String uris() {
        StringBuilder uris = new StringBuilder();
        for (Object each; (each = channel.readInbound()) != null; ) {
            if (each instanceof HttpRequest request) {
                uris.append(request.uri()).append(' ');
            }
        }
        return uris.toString();
    }
}
