package io.aftercall.infra.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Dead letters over HTTP: listed, read, replayed. */
@Tag(name = "Dead letters", description = "What failed for good or could not be read, and how it is taken up again")
@RestController
@RequestMapping(path = "/api/v1/dead")
public final class DeadApi {
    private static final Logger LOG = LoggerFactory.getLogger(DeadApi.class);
    private static final int LARGEST_PAGE = 500;
    private static final int LONGEST_NOTHING = 100;

    private final DeadLetters letters;
    private final Replay replay;

    DeadApi(DeadLetters letters, Replay replay) {
        this.letters = letters;
        this.replay = replay;
    }

    /** One that could not be replayed, and why; the others were. */
    record NotSent(String id, String callKey, String detail) {}

    record Replayed(List<Replay.Sent> sent, List<NotSent> notSent) {}

    @Operation(summary = "What a person should see to, newest first")
    @Parameter(name = "stage", description = "Only what failed there", example = "transcribe")
    @GetMapping
    ResponseEntity<byte[]> list(
            @RequestParam @Nullable String stage,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "50") int size) {
        if (page < 1 || size < 1 || size > LARGEST_PAGE) {
            throw new BadRequest(422, "page must be 1 or more, and size between 1 and " + LARGEST_PAGE);
        }
        return json(200, LetterList.of(letters.standing(Stage.parse(stage)), page, size));
    }

    @Operation(summary = "One dead letter with everything that is known of it, the event included")
    @GetMapping("/{id}")
    ResponseEntity<byte[]> show(@Parameter(example = "failed-3-17") @PathVariable String id) {
        DeadLetter letter = find(id);
        byte[] event = letter.event();
        String missing = null;
        if (event.length == 0) {
            try {
                event = replay.event(letter);
            } catch (BadRequest e) {
                missing = e.getMessage();
            }
        }
        return json(200, LetterView.of(letter, event, missing));
    }

    @Operation(summary = "Has the work of one dead letter done again")
    @Parameter(name = "stage", description = "Where to take it up; where it failed unless given", example = "record")
    @PostMapping("/{id}/replay")
    ResponseEntity<byte[]> replay(
            @PathVariable String id, @RequestParam @Nullable String stage, HttpServletRequest request)
            throws IOException {
        requireNothingInside(request);
        return json(200, replay.replay(find(id), Stage.parse(stage)));
    }

    @Operation(summary = "Has the work of all dead letters done again, or of those of one stage")
    @Parameter(name = "stage", description = "Only what failed there", example = "transcribe")
    @Parameter(name = "from", description = "Where to take it up; where it failed unless given", example = "record")
    @PostMapping("/replay")
    ResponseEntity<byte[]> replayAll(
            @RequestParam @Nullable String stage, @RequestParam @Nullable String from, HttpServletRequest request)
            throws IOException {
        requireNothingInside(request);
        Stage start = Stage.parse(from);
        List<Replay.Sent> sent = new ArrayList<>();
        List<NotSent> notSent = new ArrayList<>();
        for (DeadLetter each : letters.standing(Stage.parse(stage)).letters()) {
            String id = each.id().toString();
            try {
                sent.add(replay.replay(find(id), start));
            } catch (BadRequest e) {
                notSent.add(new NotSent(id, each.callKey(), String.valueOf(e.getMessage())));
            }
        }
        return json(200, new Replayed(sent, notSent));
    }

    /** What somebody wants otherwise than by default must not be overlooked, as the work is begun at once. */
    private static void requireNothingInside(HttpServletRequest request) throws IOException {
        String body = new String(request.getInputStream().readNBytes(LONGEST_NOTHING), UTF_8).strip();
        if (!body.isEmpty() && !body.equals("{}")) {
            throw new BadRequest(422, "where to take it up goes into the address (?stage=record), not into a body");
        }
    }

    private DeadLetter find(String id) {
        return letters.find(LetterId.parse(id))
                .orElseThrow(() -> new BadRequest(404, "there is no dead letter " + id + " (any more)"));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(BadRequest bad) {
        return json(bad.status(), Map.of("detail", String.valueOf(bad.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> later(TransientFailure failure) {
        LOG.warn("dead letters wait: {}", failure.getMessage());
        return ResponseEntity.status(503)
                .header("Retry-After", "5")
                .contentType(MediaType.APPLICATION_JSON)
                .body(CallJson.write(Map.of("detail", "not now: " + failure.getMessage())));
    }

    private static ResponseEntity<byte[]> json(int status, Object body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(CallJson.write(body));
    }
}
