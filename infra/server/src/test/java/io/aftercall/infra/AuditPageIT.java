package io.aftercall.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.aftercall.infra.line.Role;
import io.aftercall.simulator.Simulator;
import io.aftercall.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit's page as people use it, in a browser where this machine has one. Screenshots lie in target/screenshots. */
class AuditPageIT {
    private static final Path SAMPLES = Path.of("../simulator/samples");
    private static final Path SHOTS = Path.of("target/screenshots");
    private static final String DONE = "document.querySelector('.verdict-of')?.dataset.audited === 'judged'";

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static Service service;
    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(Chromium.installed())
                .as("Chromium is installed (package chromium)")
                .isPresent();
        simulator = Simulator.start(SimulatorSettings.of(SAMPLES, home.resolve("simulator")));
        service = Service.start(OnTwins.options(EnumSet.allOf(Role.class), home), OnTwins.surroundings(simulator));
        browser = new Chromium(Chromium.installed().orElseThrow(), Files.createDirectories(home.resolve("profile")));
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (browser != null) {
            browser.close();
            service.close();
            simulator.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"en, 1200", "ru, 1200", "zh, 1200", "en, 390", "ru, 390", "zh, 390"})
    void judgesTheExampleInEveryLanguageAndWidth(String language, int width) throws Exception {
        browser.size(width, 900);
        browser.open(service.url() + "/?lang=" + language);
        browser.shoot(SHOTS.resolve("audit-form-%s-%d.png".formatted(language, width)));

        browser.run("document.getElementById('example').click(); document.getElementById('go').click()");
        browser.await(DONE);
        browser.shoot(SHOTS.resolve("audit-verdict-%s-%d.png".formatted(language, width)));

        assertThat(browser.run("document.querySelectorAll('.verdict-of .criteria > li').length")
                        .asInt())
                .isGreaterThan(3);
        assertThat(browser.run("document.querySelectorAll('.verdict-of q').length")
                        .asInt())
                .isGreaterThan(2);
        assertThat(browser.run("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
        assertThat(browser.run("document.activeElement.className").asString()).isEqualTo("result-title");
    }

    @Test
    void showsTheStagesARecordingPassesAndThenItsVerdict() throws Exception {
        browser.size(1200, 900);
        browser.open(service.url() + "/?lang=en");
        browser.run("document.querySelector('[name=what][value=audio]').click()");
        browser.choose("#file", SAMPLES.resolve("en-promise-01.mp3"));
        browser.run("document.getElementById('go').click()");

        browser.await("document.querySelectorAll('.timeline .waiting').length > 0");
        browser.shoot(SHOTS.resolve("audit-stages-en-1200.png"));
        browser.await(DONE);
        browser.shoot(SHOTS.resolve("audit-recording-en-1200.png"));
        assertThat(browser.run("document.getElementById('status').textContent").asString())
                .isEqualTo("Judged.");
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        browser.open(service.url() + "/?lang=ru");
        browser.run("document.getElementById('dialogue').focus()");
        browser.type("Клиент: Привет! Менеджер: Добрый день!");
        browser.press("Tab");
        assertThat(browser.run("document.activeElement.name").asString()).isEqualTo("content_mode");
        assertThat(browser.run("document.activeElement.value").asString()).isEqualTo("dialogue");
        browser.press("ArrowRight");
        assertThat(browser.run("document.activeElement.value").asString()).isEqualTo("manager");
        browser.press("Tab");
        assertThat(browser.run("document.activeElement.id").asString()).isEqualTo("go");
        browser.press("Enter");

        browser.await(DONE);
        assertThat(browser.run("document.querySelector('#verdict .notice').textContent")
                        .asString())
                .contains("слишком мало");
    }

    @Test
    void saysWhatTheServerSays() throws Exception {
        Path playlist = Files.writeString(home.resolve("list.m3u8"), "#EXTM3U\nfile:///etc/passwd\n");
        browser.open(service.url() + "/?lang=en");
        browser.run("document.getElementById('go').click()");
        assertThat(browser.run("document.getElementById('fault').textContent").asString())
                .isEqualTo("Paste a conversation first.");

        browser.run("document.querySelector('[name=what][value=audio]').click()");
        browser.choose("#file", playlist);
        browser.run("document.getElementById('go').click()");
        browser.await("document.getElementById('fault').textContent.includes('no known audio format')");
    }

    @ParameterizedTest
    @CsvSource({
        "ru, Формат этого файла не распознан как аудио., В этом разговоре нет слов.",
        "zh, 无法识别该文件的音频格式。, 对话里没有文字。"
    })
    void saysInTheReadersLanguageWhatTheServerRefuses(String language, String format, String words) throws Exception {
        Path playlist = Files.writeString(home.resolve("list.m3u8"), "#EXTM3U\nfile:///etc/passwd\n");
        browser.open(service.url() + "/?lang=" + language);
        browser.run("document.getElementById('dialogue').value = '... !'");
        browser.run("document.getElementById('go').click()");
        browser.await("document.getElementById('fault').textContent === '%s'".formatted(words));

        browser.run("document.querySelector('[name=what][value=audio]').click()");
        browser.choose("#file", playlist);
        browser.run("document.getElementById('go').click()");
        browser.await("document.getElementById('fault').textContent === '%s'".formatted(format));
    }

    @Test
    void showsHowFarAnUploadIs() {
        browser.open(service.url() + "/?lang=en");
        browser.run("document.querySelector('[name=what][value=audio]').click()");
        browser.choose("#file", SAMPLES.resolve("ru-won-01.wav"));
        browser.run("""
                window.seen = [];
                const bar = document.getElementById('progress');
                new MutationObserver(() => {
                  if (!bar.hidden) window.seen.push([bar.value, document.getElementById('status').textContent]);
                }).observe(bar, { attributes: true });
                """);
        browser.upload(250_000);
        browser.run("document.getElementById('go').click()");

        browser.await("window.seen.some(([percent]) => percent > 0 && percent < 100)");
        browser.upload(0);
        browser.await("window.seen.some(([percent]) => percent === 100)");
        browser.await(DONE);
        assertThat(browser.run("document.getElementById('progress').hidden").asBoolean())
                .isTrue();
        assertThat(browser.run("window.seen[0][1]").asString()).isEqualTo("Uploading the recording …");
    }
}
