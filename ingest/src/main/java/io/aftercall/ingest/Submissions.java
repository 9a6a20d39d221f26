package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.recording.PublicHosts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The way into the line for a conversation that somebody hands in to be judged: as text, as a file, or by its address. The
 * call's id derives from what was handed in and the mode, so that the same again is the same call and costs nothing. Every
 * method throws {@link TransientFailure} when the call folder or Kafka is away.
 */
public final class Submissions {
    public static final String SOURCE = "audit";

    /** The source of recordings of the past. */
    public static final String IMPORTED = "import";

    /** What is written in the matter of a ticket before anything is sold. */
    public static final String PRESALE = "presale";

    /** The content type of a recording that is a conversation written down. */
    public static final String DIALOGUE = "text/vnd.aftercall.dialogue";

    private static final Set<String> HANDED_IN = Set.of(SOURCE, IMPORTED, PRESALE);

    private static final String TEXT = "recording.txt";

    private final CallFolder folder;
    private final RecordedCalls calls;
    private final Hangups hangups;
    private final PublicHosts hosts;
    private final Clock clock;

    Submissions(CallFolder folder, Hangups hangups, PublicHosts hosts, Clock clock) {
        this.folder = folder;
        this.calls = new RecordedCalls(folder);
        this.hangups = hangups;
        this.hosts = hosts;
        this.clock = clock;
    }

    /** A conversation written down, as a call whose recording is the text. Nothing is kept of it yet. */
    public CallHungUp text(String dialogue, String mode) {
        String sha256 = sha256(dialogue.getBytes(UTF_8));
        return uploaded("text", sha256, TEXT, mode);
    }

    /** Streams the file into the call's folder as its recording; the line takes the call up once it is {@link #publish}ed. */
    public CallHungUp audio(Path file, AudioFormat format, String mode) {
        Recording recording = recording(file, format);
        return stored(uploaded("audio", recording.sha256(), recording.name(), mode), recording, file);
    }

    /**
     * Streams a recording that already has a call into the call's folder; the line takes the call up once it is {@link
     * #publish}ed.
     *
     * @param said what is known of the call, as received
     */
    public CallHungUp audio(Path file, AudioFormat format, Call call, Map<String, Object> said) {
        Recording recording = recording(file, format);
        Map<String, Object> all = new TreeMap<>(said);
        all.put("sha256", recording.sha256());
        return stored(
                new CallHungUp(call, RecordedCalls.HANDED_IN + recording.name(), clock.instant(), all),
                recording,
                file);
    }

    private Recording recording(Path file, AudioFormat format) {
        try {
            String sha256 = sha256(file);
            String name = "recording." + sha256.substring(0, 12) + "." + format.extension();
            return new Recording(name, Files.size(file), sha256, format.contentType(), clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException("the upload cannot be read", e);
        }
    }

    private CallHungUp stored(CallHungUp hungUp, Recording recording, Path file) {
        if (isNew(hungUp)) {
            folder.store(hungUp.call().key(), recording.name(), file, String.valueOf(recording.contentType()));
            keep(hungUp, recording);
        }
        return hungUp;
    }

    /**
     * Leaves the recording to the {@link Recorder}, which fetches it once the call is {@link #publish}ed.
     *
     * @throws PermanentFailure for an address that must not or cannot be asked
     */
    public CallHungUp at(String address, String mode) {
        hosts.check(address);
        Call call = call("url", address, mode);
        CallHungUp hungUp =
                new CallHungUp(call, address, clock.instant(), Map.of("file_url", address, "content_mode", mode));
        // Known from now on, and not only once the line has come to it.
        calls.keep(hungUp);
        return hungUp;
    }

    /**
     * What was written in the matter of a ticket, as a call whose recording is the text. The same text of the same customer
     * and ticket is the same call. Nothing is kept of it yet.
     */
    public CallHungUp communication(String ticketId, String customerId, String text) {
        String sha256 = sha256(text.getBytes(UTF_8));
        String id = ContentHash.of(PRESALE, ticketId, customerId, sha256).substring(0, 24);
        Instant now = clock.instant();
        Call.Timing written = new Call.Timing(null, null, now, null, null);
        Call call = call(PRESALE, id, written, new Call.References(null, customerId, ticketId, null, null, null));
        return new CallHungUp(
                call,
                RecordedCalls.HANDED_IN + TEXT,
                now,
                Map.of("presale_ticket_id", ticketId, "customer_id", customerId, "sha256", sha256));
    }

    /** Keeps that a text was handed in, and when; where that is known already, as it was kept first. */
    public CallHungUp keep(CallHungUp text) {
        return calls.keep(text) ? text : calls.facts(text.call().key()).getFirst();
    }

    /**
     * Keeps whose a text is that is judged without a place in the history: no fact of a call, but whoever looks for
     * what there is of the customer or the ticket finds the folder by it.
     */
    public void keepWhose(CallHungUp communication) {
        folder.create(
                communication.call().key(),
                "facts/asked-%s.json".formatted(communication.contentHash()),
                CallJson.write(communication));
    }

    /** The text as the recording of its call. */
    public static Recording recording(CallHungUp handedIn, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Recording(TEXT, bytes.length, sha256(bytes), DIALOGUE, handedIn.receivedAt());
    }

    /** Keeps all that the line keeps of a call it has recorded, the text as the {@link #recording(CallHungUp, String)}. */
    public void record(CallHungUp handedIn, String text) {
        String key = handedIn.call().key();
        Recording recording = recording(handedIn, text);
        Future<?> call;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            call = threads.submit(() -> folder.create(key, "call.json", CallJson.write(handedIn.call())));
            // One after the other: whoever finds what is known of the recording takes it to be there.
            folder.create(key, TEXT, text.getBytes(UTF_8));
            keep(handedIn, recording);
        }
        Futures.result(call);
    }

    /** Whether people handed the call in, who may well do so twice, and no telephony system. */
    static boolean isHandedIn(Call call) {
        return HANDED_IN.contains(call.source());
    }

    /** Gives the call to the line; giving it again does no harm. */
    public void publish(CallHungUp submitted) {
        hangups.publish(submitted);
    }

    /** Has the line look in some minutes whether the call, on which somebody is at work, has come to its end. */
    public void publishLater(CallHungUp submitted) {
        hangups.publishLater(submitted);
    }

    /** Keeps that a text has come to its end, so that the line need not look any more whether it has, see {@link #publishLater}. */
    public void settle(CallHungUp text) {
        folder.create(text.call().key(), settled(text), CallJson.write(clock.instant()));
    }

    /** What is handed in again is another matter. */
    static String settled(CallHungUp text) {
        return "facts/settled-%d.json".formatted(text.receivedAt().toEpochMilli());
    }

    private CallHungUp uploaded(String kind, String sha256, String name, String mode) {
        return new CallHungUp(
                call(kind, sha256, mode),
                RecordedCalls.HANDED_IN + name,
                clock.instant(),
                Map.of("sha256", sha256, "content_mode", mode));
    }

    private static Call call(String kind, String content, String mode) {
        String id = ContentHash.of(kind, mode, content).substring(0, 24);
        return call(SOURCE, id, Call.Timing.UNKNOWN, new Call.References(null, null, null, mode, null, null));
    }

    private static Call call(String source, String id, Call.Timing timing, Call.References references) {
        return new Call(
                Call.keyOf(source, id), source, id, null, null, null, null, timing, Call.Ending.UNKNOWN, references);
    }

    private boolean isNew(CallHungUp hungUp) {
        return calls.recording(hungUp.call().key(), place(hungUp)).isEmpty();
    }

    private void keep(CallHungUp hungUp, Recording recording) {
        calls.keep(hungUp.call().key(), place(hungUp), recording);
    }

    private static RecordedCalls.Place place(CallHungUp hungUp) {
        return RecordedCalls.Place.ofTheWhole(String.valueOf(hungUp.recording()));
    }

    private static String sha256(byte[] bytes) {
        MessageDigest digest = ContentHash.sha256();
        digest.update(bytes);
        return ContentHash.hex(digest);
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return ContentHash.hex(digest);
    }
}
