package weir.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class SdpReaderTest {
    private static final String SESSION = "v=0\no=- 1 2 IN IP4 127.0.0.1\ns=-\nt=0 0\n";
    private static final String MEDIA = "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\n";

    @Test
    void readsSessionAndMediaLevel() throws SdpSyntaxException {
        SessionDescription read =
                SdpReader.read(
                        SESSION
                                + "a=ice-lite\na=group:BUNDLE 0\n"
                                + MEDIA
                                + "c=IN IP4 0.0.0.0\na=mid:0\na=rtpmap:111 opus/48000/2\n");

        assertThat(read)
                .isEqualTo(
                        new SessionDescription(
                                "- 1 2 IN IP4 127.0.0.1",
                                "-",
                                "",
                                "0 0",
                                List.of(
                                        new Attribute("ice-lite"),
                                        new Attribute("group", "BUNDLE 0")),
                                List.of(
                                        new MediaDescription(
                                                "audio",
                                                9,
                                                "UDP/TLS/RTP/SAVPF",
                                                List.of("111", "0"),
                                                "IN IP4 0.0.0.0",
                                                List.of(
                                                        new Attribute("mid", "0"),
                                                        new Attribute(
                                                                "rtpmap", "111 opus/48000/2"))))));
    }

    @Test
    void readsTheSameWithCrlfAndWithLfAndWithoutTheLastLineEnd() throws SdpSyntaxException {
        String text = SESSION + MEDIA + "a=mid:0\n";

        SessionDescription read = SdpReader.read(text);

        assertThat(SdpReader.read(text.replace("\n", "\r\n"))).isEqualTo(read);
        assertThat(SdpReader.read(text.strip())).isEqualTo(read);
        assertThat(SdpReader.read(text + "\r\n\r\n")).isEqualTo(read);
    }

    @Test
    void readsAttributesOfOneNameInTheirOrder() throws SdpSyntaxException {
        SessionDescription read = SdpReader.read(SESSION + "a=x:1\na=y\na=x:2\n");

        assertThat(read.all("x")).containsExactly("1", "2");
        assertThat(read.find("x")).contains("1");
        assertThat(read.has("y")).isTrue();
        assertThat(read.find("z")).isEmpty();
    }

    @Test
    void readsTheBandwidthsOfASectionAndOverThoseThatSayNothing() throws SdpSyntaxException {
        String lines = "b=AS:500\nb=TIAS: 9\nb=X-y:0\nb=AS\nb=:1\nb=A B:1\nb=AS:-1\nb=AS:1k\n";

        assertThat(SdpReader.read(SESSION + MEDIA + lines).media().getFirst().bandwidths())
                .containsExactly(
                        new Bandwidth("AS", 500),
                        new Bandwidth("TIAS", 9),
                        new Bandwidth("X-y", 0));
    }

    @Test
    void readsOverLinesItHasNoUseFor() throws SdpSyntaxException {
        SessionDescription read =
                SdpReader.read(SESSION + "i=about\nb=AS:500\n" + MEDIA + "k=clear:x\n");

        assertThat(SdpWriter.write(read)).isEqualTo((SESSION + MEDIA).replace("\n", "\r\n"));
    }

    @Test
    void saysTheLineAndTheRuleAndQuotesNothing() {
        SdpSyntaxException refused =
                catchThrowableOfType(
                        SdpSyntaxException.class,
                        () -> SdpReader.read(SESSION + MEDIA + "ice-pwd secret\n"));

        assertThat(refused.line()).isEqualTo(6);
        assertThat(refused.rule()).isEqualTo(SdpRule.LINE_WITHOUT_TYPE);
        assertThat(refused.getMessage()).isEqualTo("line 6: " + refused.reason());
        assertThat(refused.getMessage()).doesNotContain("secret");
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @Test
    void refusesWhatBreaksARule() {
        refuses("", SdpRule.VERSION_NOT_0);
        refuses("\n" + SESSION, SdpRule.VERSION_NOT_0);
        refuses(SESSION.replace("v=0", "v=1"), SdpRule.VERSION_NOT_0);
        refuses(SESSION.replace("IP4 ", ""), SdpRule.ORIGIN_INVALID);
        refuses(SESSION + "o=- 1 2 IN IP4 127.0.0.1\n", SdpRule.ORIGIN_INVALID);
        refuses(SESSION.replace("s=-\n", ""), SdpRule.NAME_MISSING);
        refuses(SESSION + "a\n", SdpRule.LINE_WITHOUT_TYPE);
        refuses(SESSION + "=a\n", SdpRule.LINE_WITHOUT_TYPE);
        refuses(SESSION + "a=\n", SdpRule.ATTRIBUTE_INVALID);
        refuses(SESSION + "a=:x\n", SdpRule.ATTRIBUTE_INVALID);
        refuses(SESSION + "a=x\rb=y\n", SdpRule.CONTROL_CHARACTER);
        refuses(SESSION + "a=x\0y\n", SdpRule.CONTROL_CHARACTER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=audio",
                "m=audio 9 RTP/SAVPF",
                "m=audio 65536 RTP/SAVPF 0",
                "m=audio -1 RTP/SAVPF 0",
                "m=audio nine RTP/SAVPF 0",
                "m=audio 99999999999999999999 RTP/SAVPF 0"
            })
    void refusesAMediaLineOfWrongForm(String line) {
        refuses(SESSION + line + "\n", SdpRule.MEDIA_INVALID);
    }

    @Test
    void readsUpToTheGreatestPortAndAPortCount() throws SdpSyntaxException {
        SessionDescription read = SdpReader.read(SESSION + "m=audio 65535/2 RTP/SAVPF 0\n");

        assertThat(read.media().getFirst().port()).isEqualTo(65535);
    }

    @Test
    void takesLinesOf8KiBAndNotLonger() throws SdpSyntaxException {
        String line = "a=" + "x".repeat(SdpReader.LINE_LENGTH_MAX - 2);

        assertThat(SdpReader.read(SESSION + line + "\r\n").attributes()).hasSize(1);
        refuses(SESSION + line + "x\r\n", SdpRule.LINE_TOO_LONG);
    }

    @Test
    void takes256KiBAndNotMore() throws SdpSyntaxException {
        String lines = ("i=" + "x".repeat(1021) + "\n").repeat(255);
        String rest = "i=" + "x".repeat(1024 - SESSION.length() - 2);

        assertThat(SdpReader.read(SESSION + lines + rest).name()).isEqualTo("-");
        refuses(SESSION + lines + rest + "x", SdpRule.TEXT_TOO_LONG);
    }

    @Test
    void limitsLinesFormatsCandidatesRidsAndExtensions() throws SdpSyntaxException {
        String candidate = "a=candidate:1 1 udp 1 192.0.2.1 1 typ host\n";
        String section = SESSION + MEDIA;

        SdpReader.read(SESSION + "\n".repeat(4092));
        refuses(SESSION + "\n".repeat(4093), SdpRule.TOO_MANY_LINES);
        SdpReader.read(SESSION + "m=audio 9 RTP/AVP" + " 0".repeat(128) + "\n");
        refuses(SESSION + "m=audio 9 RTP/AVP" + " 0".repeat(129) + "\n", SdpRule.TOO_MANY_FORMATS);
        SdpReader.read(section + candidate.repeat(256));
        refuses(section + candidate.repeat(257), SdpRule.TOO_MANY_CANDIDATES);
        SdpReader.read(section + "a=rid:a send\n".repeat(32));
        refuses(section + "a=rid:a send\n".repeat(33), SdpRule.TOO_MANY_RIDS);
        String fmtp = "a=fmtp:1 " + "x".repeat(1024 - "fmtp:1 ".length()) + "\n";
        SdpReader.read(section + fmtp.repeat(8) + MEDIA + fmtp.repeat(8));
        refuses(section + fmtp.repeat(8) + "a=fmtp:2 x\n", SdpRule.FORMATS_TOO_LONG);
        SdpReader.read(section + "a=extmap:1 urn:x\n".repeat(255));
        refuses(section + "a=extmap:1 urn:x\n".repeat(256), SdpRule.TOO_MANY_EXTENSIONS);
    }

    @Test
    void tellsLimitsFromOtherRules() {
        for (SdpRule rule : SdpRule.values()) {
            assertThat(rule.isLimit()).as(rule.name()).isEqualTo(rule.clause().contains("at most"));
        }
    }

    @Test
    void takes64MediaSectionsAndNotMore() throws SdpSyntaxException {
        assertThat(SdpReader.read(SESSION + MEDIA.repeat(64)).media()).hasSize(64);
        refuses(SESSION + MEDIA.repeat(65), SdpRule.TOO_MANY_MEDIA);
    }

    @Test
    void takes1024AttributesInASectionAndNotMore() throws SdpSyntaxException {
        String text = SESSION + "a=x\n".repeat(1024) + MEDIA + "a=x\n".repeat(1024);

        assertThat(SdpReader.read(text).media().getFirst().attributes()).hasSize(1024);
        refuses(text + "a=x\n", SdpRule.TOO_MANY_ATTRIBUTES);
    }

    @Test
    void recordsRefuseWhatCouldNotBeReadBack() {
        assertThatThrownBy(() -> new Attribute("x", "1\r\na=y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Attribute("x:y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bandwidth("x:y", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bandwidth("AS", -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                new MediaDescription(
                                        "audio", 9, "RTP AVP", List.of("0"), "", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionDescription("-", "-", "", "0 0", List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsBackWhatWasWritten(long seed) throws SdpSyntaxException {
        SessionDescription description = new RandomDescription(new Random(seed)).session();

        String text = SdpWriter.write(description);

        assertThat(SdpReader.read(text)).isEqualTo(description);
        assertThat(text).doesNotContainPattern("[^\r]\n").endsWith("\r\n");
    }

    private static void refuses(String text, SdpRule rule) {
        assertThatThrownBy(() -> SdpReader.read(text))
                .isInstanceOfSatisfying(
                        SdpSyntaxException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    /// Descriptions of any shape that the records allow.
    private record RandomDescription(Random random) {
        private static final String CHARACTERS = "aZ09:/=;, \t+-_*{}é漢'\"\\%";

        SessionDescription session() {
            List<MediaDescription> media = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                media.add(media());
            }
            String origin = String.join(" ", words(6));
            return new SessionDescription(origin, text(), text(), text(), attributes(), media);
        }

        private MediaDescription media() {
            return new MediaDescription(
                    word(),
                    random.nextInt(0x10000),
                    word(),
                    words(1 + random.nextInt(5)),
                    text(),
                    bandwidths(),
                    attributes());
        }

        private List<Bandwidth> bandwidths() {
            return random.nextInt(4) > 0
                    ? List.of()
                    : List.of(
                            new Bandwidth(word().replace(':', '.'), random.nextInt(1 << 30)),
                            new Bandwidth("AS", 9_999_999_999L));
        }

        private List<Attribute> attributes() {
            List<Attribute> attributes = new ArrayList<>();
            for (int i = random.nextInt(10); i > 0; i--) {
                attributes.add(new Attribute(word().replace(':', '.'), text()));
            }
            return attributes;
        }

        private List<String> words(int count) {
            List<String> words = new ArrayList<>();
            while (words.size() < count) {
                words.add(word());
            }
            return words;
        }

        private String word() {
            return "w" + text().replace(' ', '_');
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            return text.toString();
        }
    }
}
