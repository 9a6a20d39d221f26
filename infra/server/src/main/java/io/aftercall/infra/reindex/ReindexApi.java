package io.aftercall.infra.reindex;

import io.aftercall.ingest.CallJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reindex over HTTP: started once at a time, watched by whoever asks. */
@Tag(name = "Reindex", description = "Rebuilds every index from the call folders; sends nothing")
@RestController
@RequestMapping(path = "/api/v1/reindex")
public final class ReindexApi {
    private final Reindex reindex;

    ReindexApi(Reindex reindex) {
        this.reindex = reindex;
    }

    @Operation(summary = "Starts rebuilding every index; searches find less until it is done")
    @ApiResponse(responseCode = "202", description = "Started")
    @ApiResponse(responseCode = "409", description = "One is under way in this process")
    @PostMapping
    ResponseEntity<byte[]> start() {
        return reindex.start()
                ? json(202, reindex.progress())
                : json(409, Map.of("detail", "a reindex is under way; GET /api/v1/reindex tells how far it is"));
    }

    @Operation(summary = "How the last reindex of this process is getting on")
    @GetMapping
    ResponseEntity<byte[]> progress() {
        return json(200, reindex.progress());
    }

    private static ResponseEntity<byte[]> json(int status, Object body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(CallJson.write(body));
    }
}
