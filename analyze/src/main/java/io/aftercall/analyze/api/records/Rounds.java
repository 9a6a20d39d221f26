package io.aftercall.analyze.api.records;

import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.Exchange;
import io.aftercall.analyze.RecordRow;
import io.aftercall.analyze.Reviewed;
import io.aftercall.analyze.tags.RuleTag;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rounds of a call that people talked in, filled from its transcript and its analysis. */
final class Rounds {
    /** In the order of the document. */
    static final List<String> FIELDS = List.of(("id record_id task_id notify callid error_code asrtype callee gender"
                    + " asr_elapse record_ms volume_gain question question_index speak_ms play_ms keyword answer_id"
                    + " answer_text word_class score sequence created_at updated_at bridge_status answer_content"
                    + " contents tags")
            .split(" "));

    private final RecordRow row;
    private final Tags tags;
    private final LocalTimes times;
    private final List<Utterance> utterances;
    private final @Nullable CallAnalysis analysis;
    private final @Nullable Instant answered;

    Rounds(RecordRow row, CallDocument document, Tags tags, LocalTimes times) {
        this.row = row;
        this.tags = tags;
        this.times = times;
        this.utterances = Optional.ofNullable(document.transcript())
                .map(Transcript::utterances)
                .orElse(List.of());
        this.analysis = document.reviewed().map(Reviewed::corrected).orElse(null);
        this.answered = row.answeredAt() == null ? Rows.dialled(row) : row.answeredAt();
    }

    List<Map<String, @Nullable Object>> views() {
        List<Map<String, @Nullable Object>> views = new ArrayList<>();
        int index = 0;
        for (Exchange exchange : Exchange.of(utterances)) {
            index += exchange.question().isEmpty() ? 0 : 1;
            views.add(view(exchange, index, views.size() + 1));
        }
        return views;
    }

    private Map<String, @Nullable Object> view(Exchange exchange, int index, int sequence) {
        boolean opening = exchange.question().isEmpty();
        String at = at(exchange.first());
        String id = row.recordId() + "-" + sequence;
        List<Utterance> answer = exchange.answer();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("record_id", row.recordId());
        view.put("task_id", row.taskId());
        view.put("notify", opening ? "enter" : "asrmessage_notify");
        view.put("callid", row.callId());
        view.put("error_code", 0);
        view.put("asrtype", null);
        view.put("callee", row.callee());
        view.put("gender", null);
        view.put("asr_elapse", null);
        view.put("record_ms", null);
        view.put("volume_gain", null);
        view.put("question", Exchange.text(exchange.question()));
        view.put("question_index", index);
        view.put("speak_ms", Exchange.millis(exchange.question()));
        view.put("play_ms", Exchange.millis(answer));
        view.put("keyword", opening ? "" : keyword(exchange));
        view.put("answer_id", answer.isEmpty() ? null : answer.getFirst().id());
        view.put("answer_text", null);
        view.put("word_class", null);
        view.put("score", score(exchange));
        view.put("sequence", sequence);
        view.put("created_at", at);
        view.put("updated_at", at);
        view.put("bridge_status", null);
        view.put("answer_content", answer.isEmpty() ? null : Exchange.text(answer));
        view.put("contents", contents(answer));
        view.put("tags", tags.on(id, tagsOf(exchange), at, "tag_group"));
        return view;
    }

    private List<Map<String, @Nullable Object>> contents(List<Utterance> answer) {
        List<Map<String, @Nullable Object>> contents = new ArrayList<>();
        for (Utterance utterance : answer) {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            content.put("id", utterance.id());
            content.put("file_id", row.recording());
            content.put("sort", contents.size());
            content.put("status", true);
            content.put("translate_text", utterance.text());
            content.put("wav_second", (utterance.endMs() - utterance.startMs()) / 1000.0);
            contents.add(content);
        }
        return contents;
    }

    /** The customer's words that a tag was given for. */
    private @Nullable String keyword(Exchange exchange) {
        return ruleTags()
                .flatMap(tag -> tag.evidence().stream())
                .filter(evidence -> exchange.question().stream()
                        .anyMatch(utterance -> utterance.id().equals(evidence.utterance())))
                .map(evidence -> evidence.quote())
                .findFirst()
                .orElse(null);
    }

    /** Of the judged round in which the exchange begins; 0 where nothing was proven in it, as the platform has it. */
    private int score(Exchange exchange) {
        return round(exchange).map(CallAnalysis.Round::score).orElse(0);
    }

    private List<String> tagsOf(Exchange exchange) {
        Stream<String> byRule = ruleTags()
                .filter(tag -> tag.evidence().stream().anyMatch(evidence -> exchange.has(evidence.utterance())))
                .map(RuleTag::path);
        Stream<String> judged = round(exchange).stream().flatMap(round -> round.tags().stream());
        return Stream.concat(byRule, judged).distinct().toList();
    }

    private Stream<RuleTag> ruleTags() {
        return analysis == null ? Stream.empty() : analysis.ruleTags().stream();
    }

    private Optional<CallAnalysis.Round> round(Exchange exchange) {
        List<String> ids = utterances.stream().map(Utterance::id).toList();
        int at = ids.indexOf(exchange.first().id());
        return analysis == null
                ? Optional.empty()
                : analysis.rounds().stream()
                        .filter(round -> ids.indexOf(round.first()) <= at && at <= ids.indexOf(round.last()))
                        .findFirst();
    }

    private @Nullable String at(Utterance utterance) {
        return answered == null ? null : times.time(answered.plusMillis(utterance.startMs()));
    }
}
