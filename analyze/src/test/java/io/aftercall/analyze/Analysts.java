package io.aftercall.analyze;

import com.openai.client.OpenAIClient;
import io.aftercall.analyze.AnalyzeSettings.Choice;
import io.aftercall.analyze.AnalyzeSettings.Route;
import io.aftercall.analyze.model.ModelJudge;
import io.aftercall.analyze.offline.OfflineJudge;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.core.io.ClassPathResource;

/** The stage, put together for a test. */
public final class Analysts {
    public static final AnalyzeSettings SETTINGS = new AnalyzeSettings(
            Choice.AUTO,
            "gpt-5.4-mini",
            null,
            64,
            Duration.ofSeconds(20),
            16_000,
            60_000,
            null,
            List.of(),
            "classpath:tags/default.yaml",
            new AnalyzeSettings.Price(null, null, "USD"),
            AnalyzeSettings.Fallback.WAIT,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));

    /** Counts the requests of every test. */
    public static final MeterRegistry METRICS = new SimpleMeterRegistry();

    private static final TagRules RULES = TagRules.read(new ClassPathResource("tags/default.yaml"));

    private static final Rubrics RUBRICS = Rubrics.of(null, SETTINGS.routes());

    private static final Dependency MODEL = new Dependency(Dependency.Kind.MODEL, "the tests'");

    private static final Predicate<TransientFailure> WAITS = failure -> false;

    private Analysts() {}

    static Analyst offline(CallFolder folder, TagRules rules) {
        Judge judge = new OfflineJudge();
        return analyst(folder, ShippedRubrics.ALL, judge, judge, WAITS, rules);
    }

    public static Analyst offline(CallFolder folder) {
        return offline(folder, "dialogue");
    }

    /** Judging every call by that rubric. */
    public static Analyst offline(CallFolder folder, String rubric) {
        OfflineJudge judge = new OfflineJudge();
        Rubrics rubrics = Rubrics.of(null, List.of(new Route(null, null, null, rubric)));
        return analyst(folder, rubrics, judge, judge, WAITS, RULES);
    }

    public static Analyst asking(OpenAIClient model, CallFolder folder) {
        return asking(model, folder, SETTINGS);
    }

    /** The model is given no more than so many characters of a call at once. */
    public static Analyst asking(OpenAIClient model, CallFolder folder, int maxInputChars) {
        return asking(
                model,
                folder,
                new AnalyzeSettings(
                        SETTINGS.engine(),
                        SETTINGS.model(),
                        null,
                        1,
                        SETTINGS.requestTimeout(),
                        SETTINGS.maxOutputTokens(),
                        maxInputChars,
                        null,
                        List.of(),
                        SETTINGS.tagRules(),
                        SETTINGS.price(),
                        SETTINGS.fallback(),
                        SETTINGS.fallbackAfter(),
                        SETTINGS.secondLook()));
    }

    private static Analyst asking(OpenAIClient model, CallFolder folder, AnalyzeSettings settings) {
        Judge judge = new ModelJudge(model, settings, folder, MODEL, Gate.OPEN, METRICS);
        return of(judge, WAITS, folder);
    }

    /** For which the offline engine stands in while {@code meanwhile} says so. */
    static Analyst of(Judge judge, Predicate<TransientFailure> meanwhile, CallFolder folder) {
        return analyst(folder, RUBRICS, judge, new OfflineJudge(), meanwhile, RULES);
    }

    private static Analyst analyst(
            CallFolder folder,
            Rubrics rubrics,
            Judge judge,
            Judge standIn,
            Predicate<TransientFailure> meanwhile,
            TagRules rules) {
        return new Analyst(folder, rubrics, judge, standIn, meanwhile, rules, Clock.fixed(Analyses.AT, ZoneOffset.UTC));
    }
}
