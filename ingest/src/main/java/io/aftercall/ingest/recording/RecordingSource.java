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
import io.aftercall.ingest.recording.RecordingHttp.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import tools.jackson.core.JacksonException;

/**
 * Opens a recording at the address a telephony system gave: an http(s) or s3 URL, a path on its own disk, or what its API gives
 * an address for.
 */
public final class RecordingSource {
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int MOST_REDIRECTS = 3;
    private static final Duration ANNOUNCED_EARLY = Duration.ofMinutes(10);
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,15})-.*");

    private final IngestSettings settings;
    private final RecordingRequests requests;
    private final Disks disks;
    private final Buckets buckets;
    private final StillWritten stillWritten = new StillWritten();
    private final RecordingHttp http;
    private final RecordingHttp audits;

    /** @param local whether only programs of this machine can reach us: then these may name addresses of this machine */
    public RecordingSource(IngestSettings settings, TelephonySettings telephony, S3Client s3, boolean local) {
        this.settings = settings;
        this.requests = new RecordingRequests(telephony, settings.credentials());
        this.disks = new Disks(settings, telephony);
        this.buckets = new Buckets(s3, settings.recordingBuckets());
        this.http = new RecordingHttp(PublicHosts.forNotifications(settings, telephony, local), settings);
        this.audits = new RecordingHttp(PublicHosts.forAudits(settings), settings);
    }

    /**
     * Where to begin in a recording that broke off.
     *
     * @param validator as the host named this very content; empty from the start
     */
    record Part(long from, String validator) {
        static final Part WHOLE = new Part(0, "");
    }

    /**
     * A recording being read; closing it closes the connection or file.
     *
     * @param from which of its bytes comes first
     * @param validator names this very content, to go on in it later; null where the host has no such name
     */
    record Opened(
            InputStream content,
            @Nullable String contentType,
            long from,
            @Nullable String validator) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /** Who serves the recording; nobody when it is a file here. */
    Optional<Dependency> host(Call call, String address) {
        if (Buckets.isMeant(address)) {
            String bucket = buckets.place(address).bucket();
            return Optional.of(new Dependency(Dependency.Kind.RECORDINGS, "s3://" + bucket));
        }
        Optional<URI> served = isUrl(address)
                ? Optional.of(url(call, address))
                : requests.api(address).or(() -> disks.served(call));
        return served.map(url -> Dependency.at(Dependency.Kind.RECORDINGS, url));
    }

    private static boolean isUrl(String address) {
        return address.regionMatches(true, 0, "http://", 0, 7) || address.regionMatches(true, 0, "https://", 0, 8);
    }

    Opened open(Call call, String address, Part part) throws IOException {
        if (Buckets.isMeant(address)) {
            return object(call, buckets.place(address), part);
        }
        if (isUrl(address)) {
            return download(call, requests.get(call, url(call, address)), part);
        }
        if (requests.api(address).isPresent()) {
            return download(call, requests.ask(address), part);
        }
        Optional<URI> served = disks.served(call, address);
        return served.isPresent()
                ? download(call, requests.get(call, served.get()), part)
                : file(call, disks.file(call, address));
    }

    /** As received, with letters of any script escaped. */
    private static URI url(Call call, String address) {
        URI url;
        try {
            url = URI.create(URI.create(address.replace(" ", "%20")).toASCIIString());
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    "recording of call %s: '%s' is not an address: %s".formatted(call.key(), address, e.getMessage()),
                    e);
        }
        if (url.getRawUserInfo() != null) {
            throw new PermanentFailure(
                    "recording of call %s: its address must name no user; aftercall.ingest.credentials is for that"
                            .formatted(call.key()));
        }
        return url;
    }

    private Opened file(Call call, Path path) throws IOException {
        Instant written = Files.getLastModifiedTime(path).toInstant();
        stillWritten.check(call, written, Instant.now(), Files.size(path), patience(call));
        return new Opened(Files.newInputStream(path), null, 0, null);
    }

    private Opened object(Call call, Buckets.Place place, Part part) {
        try {
            ResponseInputStream<GetObjectResponse> object = buckets.open(place, part.from(), part.validator());
            CutOff cutOff = new CutOff(settings.downloadTimeout(), object::abort);
            return new Opened(
                    cutOff.of(object),
                    object.response().contentType(),
                    part.from(),
                    object.response().eTag());
        } catch (Buckets.Refused e) {
            throw refused(call, e.status(), String.valueOf(e.getMessage()), null);
        }
    }

    private Opened download(Call call, ClassicRequestBuilder request, Part part) throws IOException {
        URI address = request.getUri();
        Reply reply;
        try {
            reply = followed(call, request, part);
        } catch (UnknownHostException e) {
            throw away(call, address, "there is no such host", e);
        } catch (IOException e) {
            throw away(call, address, e.getMessage() == null ? "connection refused" : e.getMessage(), e);
        } catch (PermanentFailure e) {
            throw new PermanentFailure("recording of call %s: %s".formatted(call.key(), e.getMessage()), e);
        }
        boolean goesOn = reply.status() == 206 && isAt(part, reply);
        if (reply.status() == 200 || goesOn) {
            return opened(call, reply, goesOn ? part.from() : 0);
        }
        reply.body().close();
        throw refused(call, reply.status(), "HTTP %d from %s".formatted(reply.status(), address), retryAfter(reply));
    }

    private static TransientFailure away(Call call, URI address, String reason, IOException e) {
        return TransientFailure.outage(
                "recording host %s of call %s: %s".formatted(address.getAuthority(), call.key(), reason), e);
    }

    private static boolean isAt(Part part, Reply reply) {
        Matcher range = RANGE.matcher(String.valueOf(reply.header().apply("Content-Range")));
        return range.matches() && Long.parseLong(range.group(1)) == part.from();
    }

    private Opened opened(Call call, Reply reply, long from) throws IOException {
        String length = reply.header().apply("Content-Length");
        Instant written = StillWritten.date(reply.header().apply("Last-Modified"));
        if (from == 0 && written != null && length != null && length.matches("\\d{1,18}")) {
            Instant now = StillWritten.date(reply.header().apply("Date"));
            try {
                stillWritten.check(
                        call, written, now == null ? Instant.now() : now, Long.parseLong(length), patience(call));
            } catch (TransientFailure e) {
                reply.body().close();
                throw e;
            }
        }
        String tag = reply.header().apply("ETag");
        boolean strong = tag != null && !tag.startsWith("W/");
        return new Opened(
                reply.body(),
                reply.header().apply("Content-Type"),
                from,
                strong ? tag : reply.header().apply("Last-Modified"));
    }

    /** Its address was named by whoever wanted it judged, and not by a telephony system that we know. */
    static boolean isFromAnybody(Call call) {
        return call.source().equals(Submissions.SOURCE);
    }

    /** Through redirects, and through an API's answer that names where the recording is. */
    private Reply followed(Call call, ClassicRequestBuilder first, Part part) throws IOException {
        RecordingHttp client = isFromAnybody(call) ? audits : http;
        ClassicRequestBuilder request = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            if (part.from() > 0) {
                // Of another content than the one that broke off the whole is wanted.
                request.setHeader("Range", "bytes=" + part.from() + "-").setHeader("If-Range", part.validator());
            }
            Reply reply = client.send(request);
            Optional<String> elsewhere = elsewhere(call, reply);
            if (elsewhere.isEmpty()) {
                return reply;
            }
            reply.body().close();
            request = requests.get(call, next(call, request.getUri(), elsewhere.get()));
        }
        throw new PermanentFailure("%s leads on more than %d times".formatted(first.getUri(), MOST_REDIRECTS));
    }

    private static URI next(Call call, URI address, String elsewhere) {
        URI next = address.resolve(url(call, elsewhere));
        if (!isUrl(next.toString()) || next.getHost() == null) {
            throw new PermanentFailure("%s leads to '%s'".formatted(address, next));
        }
        if ("https".equals(address.getScheme()) && !"https".equals(next.getScheme())) {
            throw new PermanentFailure("%s leads from https to http".formatted(address));
        }
        return next;
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

    /** 404, 409 and 425 mean "not yet" at first: many systems announce a recording before it can be fetched. */
    private RuntimeException refused(Call call, int status, String answer, @Nullable Duration retryAfter) {
        String fact = "recording of call %s: %s".formatted(call.key(), answer);
        return switch (status) {
            case 404, 409, 425 -> TransientFailure.notReady(fact, patience(call));
            case 429 -> TransientFailure.tooMany(fact, retryAfter, null);
            // 412 and 416 answer only what asks for the rest of something: it has changed meanwhile.
            case 0, 408, 412, 416, 500, 502, 503, 504 -> TransientFailure.busy(fact, retryAfter, null);
            default -> new PermanentFailure(fact);
        };
    }

    /** How long a recording may not be there yet: some systems announce it minutes before. */
    Duration patience(Call call) {
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
