package io.aftercall.transcribe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers transcription requests over HTTP; unless told otherwise it hears every noise burst of the upload as a word. */
final class SpeechServer implements AutoCloseable {
    /** What was sent: the file's name in the upload, the whole form as Latin-1, and the file. */
    record Upload(String file, String form, byte[] audio) {}

    record Answer(int status, String body, String retryAfter) {
        static Answer ok(String body) {
            return new Answer(200, body, null);
        }
    }

    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]+)\".*?\r\n\r\n", Pattern.DOTALL);

    final List<Upload> uploads = new CopyOnWriteArrayList<>();
    volatile Function<Upload, Answer> answers = SpeechServer::bursts;
    private final HttpServer server;

    SpeechServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/audio/transcriptions", this::handle);
        server.start();
    }

    OpenAIClient client() {
        return OpenAIOkHttpClient.builder()
                .apiKey("sk-test")
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                .maxRetries(0)
                .build();
    }

    List<String> files() {
        return uploads.stream().map(Upload::file).sorted().toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
            Matcher file = FILE.matcher(form);
            if (!file.find()) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            String boundary = form.substring(0, form.indexOf("\r\n"));
            String audio = form.substring(file.end(), form.indexOf("\r\n" + boundary, file.end()));
            Upload upload = new Upload(file.group(1), form, audio.getBytes(ISO_8859_1));
            uploads.add(upload);
            Answer answer = answers.apply(upload);
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
            }
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Words "b1", "b2", ... at the bursts in the upload, their text with full stops. */
    static Answer bursts(Upload upload) {
        List<double[]> times = heardIn(upload.audio());
        List<String> words = new ArrayList<>();
        List<String> text = new ArrayList<>();
        for (double[] time : times) {
            String word = "b" + (words.size() + 1);
            text.add(word + ".");
            words.add(String.format(
                    Locale.ROOT, "{\"word\":\"%s\",\"start\":%.2f,\"end\":%.2f}", word, time[0], time[1]));
        }
        return Answer.ok("{\"task\":\"transcribe\",\"language\":\"english\",\"text\":\"" + String.join(" ", text)
                + "\",\"words\":" + words.stream().collect(Collectors.joining(",", "[", "]")) + "}");
    }

    private static List<double[]> heardIn(byte[] audio) {
        byte[] pcm = Sounds.converted(audio, "s16", "-ac", "1", "-ar", "8000", "-f", "s16le");
        ShortBuffer samples =
                ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        List<double[]> bursts = new ArrayList<>();
        int last = Integer.MIN_VALUE / 2;
        for (int i = 0; i < samples.limit(); i++) {
            if (Math.abs(samples.get(i)) > 2000) {
                if (i - last > 800) {
                    bursts.add(new double[] {i / 8000.0, 0});
                }
                last = i;
                bursts.getLast()[1] = i / 8000.0;
            }
        }
        return bursts;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
