package io.aftercall.analyze;

import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallJson;
import java.util.List;
import java.util.Optional;

/** What the call folder holds of this stage. */
public final class AnalyzedCalls {
    static final String ANALYSIS = "analysis.json";

    /** Begins the names of the model's answers, each as it came over the wire. */
    public static final String ANSWERS = "judgements/";

    private final CallFolder folder;

    /** Where an analysis lies that another has taken the place of. */
    static String earlier(String input) {
        return "analyses/" + input + ".json";
    }

    /** Whether an object of the call's folder is a judge's answer or what became of one. */
    static boolean isAnswerOrVerdict(String name) {
        return name.equals(ANALYSIS) || name.startsWith(ANSWERS);
    }

    public AnalyzedCalls(CallFolder folder) {
        this.folder = folder;
    }

    /**
     * What the {@link Analyst} made of the call; empty while it is not done.
     *
     * @throws io.aftercall.ingest.Undecodable when a release with another shape of it wrote it
     */
    public Optional<CallAnalyzed> stored(Call call) {
        return folder.read(call.key(), ANALYSIS)
                .map(json -> CallJson.read(json, CallAnalysis.class))
                .map(analysis -> new CallAnalyzed(call, analysis, analysis.at()));
    }

    /** Whether there is anything to read: costs one look, so that it can be asked often. */
    public boolean isJudged(String callKey) {
        return folder.read(callKey, ANALYSIS).isPresent();
    }

    /** What the analysis cost; none where no model was asked. */
    public Tokens tokens(CallAnalyzed analyzed) {
        return Tokens.of(answers(analyzed));
    }

    /** The model's answers that an analysis was made from, as they came over the wire; none of the offline engine's. */
    public List<byte[]> answers(CallAnalyzed analyzed) {
        String key = analyzed.call().key();
        return names(
                        key,
                        ANSWERS + analyzed.analysis().input(),
                        analyzed.analysis().requests())
                .stream()
                .flatMap(name -> folder.read(key, name).stream())
                .toList();
    }

    private List<String> names(String callKey, String name, CallAnalysis.Requests asked) {
        if (asked.equals(CallAnalysis.Requests.NONE)) {
            return List.of();
        }
        return asked.equals(CallAnalysis.Requests.ONE) ? List.of(name + ".json") : folder.list(callKey, name);
    }
}
