package io.aftercall.analyze.api.records;

import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.NumberQuery;
import io.aftercall.analyze.RecordHits;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.Rubrics;
import io.aftercall.analyze.index.CallRecords;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.TransientFailure;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Calls for clients of the robot platform: its call-record API over the line's own results. */
@Tag(name = "Call records", description = "通话记录: the robot platform's call-record API over every call of the line")
@RestController
@RequestMapping(path = "/v1")
@ApiResponse(
        responseCode = "404",
        description = "No such record",
        content = @Content(schema = @Schema(example = RecordExamples.NOT_FOUND)))
@ApiResponse(
        responseCode = "422",
        description = "A parameter that cannot be",
        content = @Content(schema = @Schema(example = RecordExamples.REFUSED)))
@ApiResponse(
        responseCode = "503",
        description = "The index is away; ask again after Retry-After seconds",
        content = @Content(schema = @Schema(example = RecordExamples.LATER)))
public final class RecordsApi {
    private static final Logger LOG = LoggerFactory.getLogger(RecordsApi.class);

    private final CallRecords records;
    private final CallIndex index;
    private final ZoneId zone;
    private final Levels levels;
    private final Tags tags;
    private final Rows rows;
    private final Numbers numbers;
    private final Details details;

    /** @param zone of every time in questions and answers */
    public RecordsApi(CallRecords records, CallIndex index, Rubrics rubrics, TagRules tagRules, ZoneId zone) {
        this.records = records;
        this.index = index;
        this.zone = zone;
        LocalTimes times = new LocalTimes(zone);
        this.levels = new Levels(rubrics);
        this.tags = new Tags(tagRules);
        this.rows = new Rows(levels, tags, times);
        this.numbers = new Numbers(times);
        this.details = new Details(rows, levels, tags, times);
    }

    @Operation(summary = "某任务的通话记录: the calls of a task, newest first, 15 a page")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "task_id",
            required = true,
            example = "234cdcac-501c-47b5-9c06-47a658f363b8",
            description =
                    "The campaign; for calls of people their sales person's id, or else the telephony system's name",
            schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "page", example = "1", schema = @Schema(type = "integer"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "levels",
            description = "Ids of levels, or their letters",
            array = @ArraySchema(schema = @Schema(type = "string", example = "A")))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "keyword",
            description = "Four or more digits of a number, or words said",
            schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "bills",
            description = "Talking time in ms: 5000, 5000-60000, 5000- or -60000",
            array = @ArraySchema(schema = @Schema(type = "string", example = "5000-60000")))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "rounds",
            description = "Likewise, the number of rounds",
            array = @ArraySchema(schema = @Schema(type = "string", example = "2-")))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "tags",
            description = "Ids of tags",
            array = @ArraySchema(schema = @Schema(type = "string", example = "sales/interest/asks_price")))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "start_at",
            example = "2026-03-01 00:00:00",
            description = "Local date or time, inclusive, like end_at",
            schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "end_at", example = "2026-03-31", schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            description = "A page of calls",
            content = @Content(examples = @ExampleObject(RecordExamples.RECORDS)))
    @GetMapping("/task/record")
    ResponseEntity<byte[]> records(@Parameter(hidden = true) HttpServletRequest request) {
        RecordHits found = records.records(parameters(request).records());
        return Envelope.page(
                "获取通话记录成功",
                found.rows().stream()
                        .map(row -> new AsDelivered(row.delivered()).listed(rows.listed(row)))
                        .toList(),
                found.total(),
                NumberQuery.lastPage(found.total()));
    }

    @Operation(summary = "某任务的电话号码: the numbers of a task with what came of calling them")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "task_id",
            required = true,
            example = "1bcecc13-e873-4910-913c-d9246a891280",
            schema = @Schema(type = "string"))
    @Parameter(in = ParameterIn.QUERY, name = "page", example = "1", schema = @Schema(type = "integer"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "status",
            description = "0等待呼叫 1呼叫成功 2线路故障 3拒接 4无应答 5空号 6关机 7停机 8占线 9呼入限制 10欠费 11黑名单 12呼损",
            array = @ArraySchema(schema = @Schema(type = "integer")),
            example = "[0,1]")
    @Parameter(in = ParameterIn.QUERY, name = "keyword", example = "18651683344", schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "type",
            description = "lt 联通, dx 电信, yd 移动",
            array = @ArraySchema(schema = @Schema(type = "string")),
            example = "[lt,dx,yd]")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "call_history",
            description = "1: with the calls to each number",
            example = "1",
            schema = @Schema(type = "integer"))
    @ApiResponse(
            responseCode = "200",
            description = "A page of numbers",
            content = @Content(examples = @ExampleObject(RecordExamples.NUMBERS)))
    @GetMapping("/task/number")
    ResponseEntity<byte[]> numbers(@Parameter(hidden = true) HttpServletRequest request) {
        RecordParameters asked = parameters(request);
        NumberQuery query = asked.numbers();
        boolean withHistory = asked.callHistory();
        RecordHits found = records.numbers(query);
        List<Map<String, @Nullable Object>> views = withHistory
                ? withHistory(query.taskId(), found.rows())
                : found.rows().stream().map(numbers::number).toList();
        return Envelope.page("获取号码列表成功", views, found.total(), NumberQuery.lastPage(found.total()));
    }

    @Operation(summary = "查询某通通话简要信息: one call in short, with the task it belongs to")
    @ApiResponse(
            responseCode = "200",
            description = "The call",
            content = @Content(examples = @ExampleObject(RecordExamples.RECORD)))
    @GetMapping("/record/{record_id}")
    ResponseEntity<byte[]> record(
            @Parameter(example = "b1e91cb9-5994-47cc-a5df-25c3e8439a99") @PathVariable("record_id") String recordId) {
        return records.find(recordId)
                .map(row -> Envelope.ok("获取任务信息成功", new AsDelivered(row.delivered()).brief(rows.brief(row))))
                .orElseGet(() -> Envelope.error(404, "there is no record " + recordId));
    }

    @Operation(summary = "某通话记录的详情: one call round by round")
    @ApiResponse(
            responseCode = "200",
            description = "The call",
            content = @Content(examples = @ExampleObject(RecordExamples.RECORD_INFO)))
    @GetMapping("/task/record_info/{task_id}/{record_id}")
    ResponseEntity<byte[]> details(
            @Parameter(example = "840a4346-d0ac-4800-9c73-3d06275a9158") @PathVariable("task_id") String taskId,
            @Parameter(example = "9c736f53-0c1b-4047-b30a-dd87d2968541") @PathVariable("record_id") String recordId) {
        Optional<RecordRow> row =
                records.find(recordId).filter(found -> found.taskIds().contains(taskId));
        Optional<CallDocument> document = row.flatMap(found -> index.find(found.callKey()));
        return document.isPresent()
                ? Envelope.ok(
                        "获取通话详情成功",
                        new AsDelivered(document.get().delivered())
                                .details(details.of(row.orElseThrow(), document.get())))
                : Envelope.error(404, "there is no record %s in task %s".formatted(recordId, taskId));
    }

    @Operation(
            summary =
                    "评分等级: every level there is: the rubrics' by script group, and those that the platform gave calls")
    @GetMapping("/setting/record_level")
    ResponseEntity<byte[]> levels() {
        return Envelope.ok("获取评分等级成功", levels.all(records.platformLevels()));
    }

    @Operation(summary = "可用标签: every tag that calls get by rule or got from the platform, with its parent tag")
    @GetMapping("/tag/usable_tags")
    ResponseEntity<byte[]> tags() {
        return Envelope.ok("获取标签成功", tags.usable(records.platformTags()));
    }

    private List<Map<String, @Nullable Object>> withHistory(String taskId, List<RecordRow> found) {
        List<String> called = found.stream()
                .map(RecordRow::customerNumber)
                .filter(Objects::nonNull)
                .toList();
        Map<String, List<RecordRow>> calls =
                records.history(taskId, called).stream().collect(Collectors.groupingBy(RecordRow::customerDigits));
        return found.stream()
                .map(last -> numbers.number(last, calls.getOrDefault(last.customerDigits(), List.of())))
                .toList();
    }

    private RecordParameters parameters(HttpServletRequest request) {
        return new RecordParameters(request.getParameterMap(), zone);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refuse(BadRecordQuery bad) {
        return Envelope.error(422, String.valueOf(bad.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> later(TransientFailure failure) {
        LOG.warn("call records cannot be read: {}", failure.getMessage());
        return Envelope.later("the index cannot be asked now: " + failure.getMessage());
    }
}
