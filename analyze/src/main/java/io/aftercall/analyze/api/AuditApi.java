package io.aftercall.analyze.api;

import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.AuditSettings;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallReview;
import io.aftercall.analyze.RequestFields;
import io.aftercall.analyze.Reviewed;
import io.aftercall.analyze.Reviews;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Rubrics;
import io.aftercall.ingest.AudioFormat;
import io.aftercall.ingest.CallFailed;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.Submissions;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** Judges a conversation that somebody hands in: 200 with the verdict, or 202 with where it will be. */
@RestController
@Tag(name = "Audit", description = "Any conversation, judged with evidence: as text, as a file, by its address")
@ApiResponse(
        responseCode = "200",
        description = "Judged",
        content = @Content(schema = @Schema(implementation = AuditAnswer.class)))
@ApiResponse(
        responseCode = "202",
        description = "Not judged yet: ask again at Location",
        content =
                @Content(
                        schema =
                                @Schema(
                                        example =
                                                "{\"detail\":\"not judged yet\",\"call_key\":\"audit-0123\",\"link\":\"/calls/audit-0123\"}")))
@ApiResponse(
        responseCode = "422",
        description = "It cannot be judged, and why",
        content = @Content(schema = @Schema(example = "{\"detail\":\"field 'dialog_text' is empty\"}")))
public final class AuditApi {
    private static final Logger LOG = LoggerFactory.getLogger(AuditApi.class);
    private static final String PATH = "/analyze_call/";

    private final Audits audits;
    private final Submissions submissions;
    private final CallFolder folder;
    private final AnalyzedCalls analyzed;
    private final Rubrics rubrics;
    private final AuditSettings settings;

    public AuditApi(
            Audits audits, Submissions submissions, CallFolder folder, Rubrics rubrics, AuditSettings settings) {
        this.audits = audits;
        this.submissions = submissions;
        this.folder = folder;
        this.analyzed = new AnalyzedCalls(folder);
        this.rubrics = rubrics;
        this.settings = settings;
    }

    @Operation(
            summary = "Judge the text of a conversation",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            examples = @ExampleObject("""
                                                    {"dialog_text":"Клиент: Привет! Менеджер: Добрый день!",\
                                                    "content_mode":"Manager+"}"""))))
    @PostMapping(path = "/analyze_call", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> text(
            @Parameter(hidden = true) HttpServletRequest request,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer)
            throws IOException, InterruptedException {
        AuditRequest asked = AuditRequest.read(request, settings.maxText());
        String dialogue = asked.dialogue(settings.maxText());
        CallHungUp text = submissions.text(dialogue, mode(asked.fields().get("content_mode")));
        return answer(text, audits.judge(text, dialogue, patience(prefer)));
    }

    @Operation(
            summary = "Judge a recording",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                            schema = @Schema(implementation = Upload.class))))
    @PostMapping(path = "/analyze_audio_call", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<byte[]> audio(
            @Parameter(hidden = true) MultipartHttpServletRequest request,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer)
            throws IOException, InterruptedException {
        String mode = mode(request.getParameter("content_mode"));
        MultipartFile audio = request.getFile("audio");
        if (audio == null) {
            throw new BadAudit("no_file", "field 'audio' must be a file");
        }
        CallHungUp upload = kept(audio, mode);
        audits.submit(upload);
        return awaited(upload, prefer);
    }

    private CallHungUp kept(MultipartFile audio, String mode) throws IOException {
        Path file = Files.createTempFile("aftercall-upload-", ".part");
        try {
            audio.transferTo(file.toFile());
            return submissions.audio(file, format(file), mode);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Operation(
            summary = "Judge a recording that lies at an address",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            examples = @ExampleObject("""
                                                    {"file_url":"https://example.com/call_123.mp3",\
                                                    "content_mode":"Диалог"}"""))))
    @PostMapping(path = "/analyze_audio_by_url", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> byUrl(
            @Parameter(hidden = true) HttpServletRequest request,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer)
            throws IOException, InterruptedException {
        AuditRequest asked = AuditRequest.read(request, settings.maxText());
        String mode = mode(asked.fields().get("content_mode"));
        CallHungUp call = submissions.at(asked.required("file_url").strip(), mode);
        audits.submit(call);
        return awaited(call, prefer);
    }

    @Operation(summary = "The verdict on what was handed in before, by its call_key")
    @GetMapping(PATH + "{callKey}")
    ResponseEntity<byte[]> result(@PathVariable String callKey) {
        Audits.State state = audits.state(callKey);
        return state.isOpen() && !audits.isKnown(callKey)
                ? json(404, Map.of("detail", "no call " + callKey))
                : answer(callKey, Instant.MAX, state);
    }

    /** The form of an upload, as it is documented. */
    private record Upload(
            @Schema(type = "string", format = "binary") Object audio,

            @Schema(
                    name = "content_mode",
                    example = "Client+",
                    allowableValues = {"Manager+", "Client+", "Диалог"})
            @Nullable String contentMode) {}

    private ResponseEntity<byte[]> awaited(CallHungUp call, @Nullable String prefer) throws InterruptedException {
        return answer(call, audits.await(call.call().key(), patience(prefer)));
    }

    /** RFC 7240: who looks for itself need not be kept waiting. */
    private Duration patience(@Nullable String prefer) {
        return prefer != null && prefer.contains("respond-async") ? Duration.ZERO : settings.patience();
    }

    private ResponseEntity<byte[]> answer(CallHungUp call, Audits.State state) {
        if (state.isOpen()) {
            // Whoever follows the link at once finds the call there, before the line has come to it.
            submissions.keep(call);
        }
        return answer(call.call().key(), call.receivedAt(), state);
    }

    /** @param since when it was handed in: of what was judged after that nobody can have said anything yet */
    private ResponseEntity<byte[]> answer(String callKey, Instant since, Audits.State state) {
        Audits.Judged judged = state.judged();
        CallFailed failed = state.failed();
        if (judged != null) {
            return json(200, verdict(judged, since).json());
        }
        if (failed != null) {
            // Only what was judged by somebody else is not the fault of what was handed in.
            int status = failed.stage().equals("analyze") ? 502 : 422;
            return json(status, Map.of("detail", failed.reason(), "call_key", callKey));
        }
        Map<String, String> later = Map.of(
                "detail", "not judged yet", "call_key", callKey, "link", "/calls/" + callKey, "result", PATH + callKey);
        return ResponseEntity.accepted()
                .header("Location", PATH + callKey)
                .header("Retry-After", "2")
                .contentType(MediaType.APPLICATION_JSON)
                .body(CallJson.write(later));
    }

    private AuditAnswer verdict(Audits.Judged judged, Instant since) {
        var transcript = judged.transcribed().transcript();
        CallAnalysis analysis = judged.analyzed().analysis();
        String key = judged.analyzed().call().key();
        List<CallReview> said = analysis.at().isBefore(since) ? Reviews.stored(folder, key) : List.of();
        return AuditAnswer.of(
                key,
                new Reviewed(analysis, said),
                rubrics.of(judged.transcribed().call()),
                transcript == null ? null : transcript.language(),
                analyzed.answers(judged.analyzed()));
    }

    private String mode(@Nullable Object given) {
        Object mode = given == null ? "dialogue" : given;
        return Optional.of(mode)
                .filter(String.class::isInstance)
                .flatMap(text -> rubrics.mode(text.toString()))
                .map(Rubric::id)
                .orElseThrow(() -> new BadAudit(
                        "mode",
                        "content_mode must be Manager+, Client+ or Dialogue, not '%s'"
                                .formatted(shortened(mode.toString()))));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static AudioFormat format(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Optional<AudioFormat> format = AudioFormat.of(in.readNBytes(AudioFormat.HEAD));
            return format.orElseThrow(() -> new BadAudit(
                    "audio_format", "the file is in no known audio format (%s)".formatted(AudioFormat.names())));
        }
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(BadAudit bad) {
        return json(422, Map.of("detail", String.valueOf(bad.getMessage()), "code", bad.code()));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(RequestFields.Bad bad) {
        return json(422, Map.of("detail", String.valueOf(bad.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(PermanentFailure bad) {
        return json(422, Map.of("detail", String.valueOf(bad.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(MultipartException bad) {
        LOG.debug("the form cannot be read", bad);
        return json(422, Map.of("detail", "the form cannot be read"));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> later(TransientFailure failure) {
        LOG.warn("an audit cannot be taken: {}", failure.getMessage());
        return Answers.later("not possible now, try again", failure);
    }

    private static ResponseEntity<byte[]> json(int status, Map<String, String> body) {
        return json(status, CallJson.write(body));
    }

    private static ResponseEntity<byte[]> json(int status, byte[] body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }
}
