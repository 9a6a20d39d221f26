package io.aftercall.ingest.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.Submissions;
import io.aftercall.ingest.TelephonySettings;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Opens a recording at the address a telephony system gave: an http(s) URL, a path on its own disk, or what its API gives an
 * address for.
 */
public final class RecordingSource {
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int MOST_REDIRECTS = 3;
    private static final Duration ANNOUNCED_EARLY = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(RecordingSource.class);

    private final IngestSettings settings;
    private final TelephonySettings telephony;
    private final RecordingRequests requests;
    private final HttpClient http;
    private final PublicHttp publicHttp;

    public RecordingSource(IngestSettings settings, TelephonySettings telephony) {
        this.settings = settings;
        this.telephony = telephony;
        this.requests = new RecordingRequests(telephony);
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                // Followed here, so that a password never goes along to another host.
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.publicHttp = new PublicHttp(new PublicHosts(settings.auditHosts()), settings);
    }

    /** What a host answered; {@code header} gives null for one that is not there. */
    record Reply(int status, Function<String, @Nullable String> header, InputStream body) {}

    /** A recording being read; closing it closes the connection or file. */
    public record Opened(InputStream content, @Nullable String contentType) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /** Who serves the recording; nobody when it is a file here. */
    Optional<Dependency> host(Call call, String address) {
        URI served = isUrl(address)
                ? url(call, address)
                : requests.api(address).orElseGet(() -> disk(call).url());
        return Optional.ofNullable(served).map(url -> Dependency.at(Dependency.Kind.RECORDINGS, url));
    }

    private static boolean isUrl(String address) {
        return address.regionMatches(true, 0, "http://", 0, 7) || address.regionMatches(true, 0, "https://", 0, 8);
    }

    public Opened open(Call call, String address) throws IOException {
        if (isUrl(address)) {
            return download(call, requests.get(call, url(call, address)));
        }
        if (requests.api(address).isPresent()) {
            return download(call, requests.ask(address));
        }
        Disk disk = disk(call);
        Path root = Path.of(disk.root());
        Path path = Path.of(address).normalize();
        if (!path.startsWith(root)) {
            throw new PermanentFailure("recording of call %s: path '%s' is not under the configured folder %s"
                    .formatted(call.key(), address, root));
        }
        URI base = disk.url();
        if (base == null) {
            return file(call, root, path);
        }
        return download(
                call,
                requests.get(call, served(call, base, root.relativize(path).toString())));
    }

    /** A telephony system's own disk: the only folder that is read, and where it is served when it is not mounted here. */
    private record Disk(String root, @Nullable URI url) {}

    private Disk disk(Call call) {
        return switch (call.source()) {
            case "freeswitch" ->
                new Disk(
                        telephony.freeswitch().recordingRoot(),
                        telephony.freeswitch().recordingUrl());
            case "asterisk" ->
                new Disk(
                        telephony.asterisk().recordingRoot(),
                        telephony.asterisk().recordingUrl());
            default ->
                new Disk(settings.robot().recordingRoot(), settings.robot().recordingUrl());
        };
    }

    /** As received, with letters of any script escaped. */
    private static URI url(Call call, String address) {
        try {
            return URI.create(URI.create(address.replace(" ", "%20")).toASCIIString());
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    "recording of call %s: '%s' is not an address: %s".formatted(call.key(), address, e.getMessage()),
                    e);
        }
    }

    /** The file under the address its folder is served at; every character of its name is a name's. */
    private static URI served(Call call, URI base, String file) {
        String folder = base.getPath().endsWith("/") ? base.getPath() : base.getPath() + "/";
        try {
            URI uri = new URI(base.getScheme(), base.getAuthority(), folder + file, null, null);
            return URI.create(uri.toASCIIString());
        } catch (URISyntaxException e) {
            throw new PermanentFailure(
                    "recording of call %s: '%s' is not a file name: %s".formatted(call.key(), file, e.getMessage()), e);
        }
    }

    private Opened file(Call call, Path root, Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw TransientFailure.notReady(
                    "recording of call %s: there is no file %s".formatted(call.key(), path),
                    settings.recordingPatience());
        }
        if (!path.toRealPath().startsWith(root.toRealPath())) {
            throw new PermanentFailure("recording of call %s: %s leads out of %s".formatted(call.key(), path, root));
        }
        return new Opened(Files.newInputStream(path), null);
    }

    private Opened download(Call call, HttpRequest.Builder request) throws IOException {
        URI address = request.build().uri();
        Reply reply;
        try {
            reply = isFromAnybody(call) ? publicHttp.get(address) : followed(call, request);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "connection refused" : e.getMessage();
            throw TransientFailure.outage(
                    "recording host %s of call %s: %s".formatted(address.getAuthority(), call.key(), reason), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransientFailure.outage("recording of call " + call.key() + ": stopped while fetching", e);
        } catch (PermanentFailure e) {
            throw new PermanentFailure("recording of call %s: %s".formatted(call.key(), e.getMessage()), e);
        }
        if (reply.status() == 200) {
            closeAtTheLimit(reply.body());
            return new Opened(reply.body(), reply.header().apply("Content-Type"));
        }
        reply.body().close();
        throw refused(call, address, reply);
    }

    /** Its address was named by whoever wanted it judged, and not by a telephony system that we know. */
    static boolean isFromAnybody(Call call) {
        return call.source().equals(Submissions.SOURCE);
    }

    /** Through redirects, and through an API's answer that names where the recording is. */
    private Reply followed(Call call, HttpRequest.Builder first) throws IOException, InterruptedException {
        HttpRequest.Builder request = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            URI address = request.build().uri();
            Reply reply = get(request);
            Optional<String> elsewhere = elsewhere(call, reply);
            if (elsewhere.isEmpty()) {
                return reply;
            }
            reply.body().close();
            URI next = address.resolve(url(call, elsewhere.get()));
            if ("https".equals(address.getScheme()) && "http".equals(next.getScheme())) {
                throw new PermanentFailure("%s leads from https to http".formatted(address));
            }
            request = requests.get(call, next);
        }
        throw new PermanentFailure(
                "%s leads on more than %d times".formatted(first.build().uri(), MOST_REDIRECTS));
    }

    private static Optional<String> elsewhere(Call call, Reply reply) throws IOException {
        if (reply.status() / 100 == 3) {
            return Optional.ofNullable(reply.header().apply("Location"));
        }
        String type = reply.header().apply("Content-Type");
        boolean names = call.source().equals("zadarma") && reply.status() == 200;
        if (!names || type == null || !type.startsWith("application/json")) {
            return Optional.empty();
        }
        String json = new String(reply.body().readNBytes(LONGEST_ANSWER), UTF_8);
        String link = link(json);
        if (link.isEmpty()) {
            throw new PermanentFailure("the answer names no link to the recording: " + json);
        }
        return Optional.of(link);
    }

    private static String link(String json) {
        try {
            return CallJson.mapper().readTree(json).at("/link").asString("");
        } catch (JacksonException e) {
            throw new PermanentFailure("the answer is no JSON: " + json, e);
        }
    }

    private Reply get(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.timeout(settings.downloadTimeout()).build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        return new Reply(
                response.statusCode(),
                name -> response.headers().firstValue(name).orElse(null),
                response.body());
    }

    /** The client's own limit ends with the headers: a host that stalls or trickles afterwards is cut off here. */
    private void closeAtTheLimit(InputStream body) {
        CompletableFuture.delayedExecutor(settings.downloadTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    try {
                        body.close();
                    } catch (IOException e) {
                        LOG.debug("connection of a recording did not close", e);
                    }
                });
    }

    /** 404, 409 and 425 mean "not yet" at first: many systems announce a recording before it can be fetched. */
    private RuntimeException refused(Call call, URI address, Reply reply) {
        int status = reply.status();
        String fact = "recording of call %s: HTTP %d from %s".formatted(call.key(), status, address);
        return switch (status) {
            case 404, 409, 425 -> TransientFailure.notReady(fact, patience(call));
            case 429 -> TransientFailure.tooMany(fact, retryAfter(reply), null);
            case 408, 500, 502, 503, 504 -> TransientFailure.busy(fact, retryAfter(reply), null);
            default -> new PermanentFailure(fact);
        };
    }

    /** These announce a recording minutes before it can be had. */
    private Duration patience(Call call) {
        boolean early = List.of("twilio", "mango", "zadarma").contains(call.source());
        Duration usual = settings.recordingPatience();
        return early && usual.compareTo(ANNOUNCED_EARLY) < 0 ? ANNOUNCED_EARLY : usual;
    }

    private static @Nullable Duration retryAfter(Reply reply) {
        Optional<String> header = Optional.ofNullable(reply.header().apply("Retry-After"));
        return header.filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }
}
