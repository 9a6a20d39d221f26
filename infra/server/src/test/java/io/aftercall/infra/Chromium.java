package io.aftercall.infra;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** This machine's own Chromium without a window, spoken to over its DevTools protocol: one page, driven as a person would. */
final class Chromium implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    /** Where it is installed; empty where it is not. */
    static Optional<Path> installed() {
        return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name ->
                        Arrays.stream(System.getenv("PATH").split(":", -1)).map(dir -> Path.of(dir, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium(Path executable, Path profile) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        // A container's user may have no right to a sandbox; what is shown are our own pages.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = HTTP.newWebSocketBuilder().buildAsync(page(), new Listener()).join();
        send("Page.enable", Map.of());
    }

    private URI page() throws IOException, InterruptedException {
        BufferedReader log = process.errorReader();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.startsWith("DevTools listening on ws://")) {
                String browser = line.substring("DevTools listening on ws://".length());
                URI list = URI.create("http://" + browser.substring(0, browser.indexOf('/')) + "/json/list");
                String pages = HTTP.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                return URI.create(
                        JSON.readTree(pages).at("/0/webSocketDebuggerUrl").asString());
            }
        }
        throw new IOException("Chromium ended before it could be spoken to");
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
            message.append(part);
            if (end) {
                JsonNode answer = JSON.readTree(message.toString());
                message.setLength(0);
                CompletableFuture<JsonNode> waiting =
                        answers.remove(answer.path("id").asInt(-1));
                if (waiting != null) {
                    waiting.complete(answer);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private JsonNode send(String method, Map<String, Object> parameters) {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        JsonNode result = answer.orTimeout(30, TimeUnit.SECONDS).join();
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.path("error"));
        }
        return result.path("result");
    }

    void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** Lets the page send no more than so many bytes a second; 0 lets it send as it can. */
    void upload(int bytesPerSecond) {
        send("Network.enable", Map.of());
        send(
                "Network.emulateNetworkConditions",
                Map.of(
                        "offline",
                        false,
                        "latency",
                        0,
                        "downloadThroughput",
                        -1,
                        "uploadThroughput",
                        bytesPerSecond == 0 ? -1 : bytesPerSecond));
    }

    void open(String url) {
        send("Page.navigate", Map.of("url", url));
        await("document.readyState === 'complete' && location.href === " + JSON.writeValueAsString(url));
    }

    /** What a script on the page yields. */
    JsonNode run(String script) {
        JsonNode result = send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(script + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    void await(String condition) {
        Awaitility.await(condition).atMost(Duration.ofSeconds(120)).until(() -> run(condition)
                .asBoolean());
    }

    /** As typed: a letter, or a key by its name ({@code Tab}, {@code Enter}, {@code ArrowRight}, {@code Space}). */
    void press(String key) {
        Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13, "ArrowRight", 39, "Space", 32);
        String text = key.equals("Enter") ? "\r" : key.equals("Space") ? " " : "";
        Map<String, Object> down = Map.of(
                "type",
                "keyDown",
                "key",
                key.equals("Space") ? " " : key,
                "code",
                key,
                "windowsVirtualKeyCode",
                codes.get(key),
                "text",
                text);
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key));
    }

    void type(String text) {
        send("Input.insertText", Map.of("text", text));
    }

    void choose(String selector, Path file) {
        JsonNode input = send(
                "Runtime.evaluate",
                Map.of("expression", "document.querySelector(" + JSON.writeValueAsString(selector) + ")"));
        send(
                "DOM.setFileInputFiles",
                Map.of(
                        "files",
                        List.of(file.toAbsolutePath().normalize().toString()),
                        "objectId",
                        input.path("result").path("objectId").asString()));
    }

    /** The whole page, however long. */
    void shoot(Path png) throws IOException {
        JsonNode shot = send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.createDirectories(png.getParent());
        Files.write(png, Base64.getDecoder().decode(shot.path("data").asString()));
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
