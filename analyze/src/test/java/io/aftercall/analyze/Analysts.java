package io.aftercall.analyze;

import com.openai.client.OpenAIClient;
import io.aftercall.analyze.AnalyzeSettings.Choice;
import io.aftercall.analyze.model.ModelJudge;
import io.aftercall.analyze.offline.OfflineJudge;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** The stage, put together for a test. */
public final class Analysts {
    public static final AnalyzeSettings SETTINGS =
            new AnalyzeSettings(Choice.AUTO, "gpt-5.4-mini", null, 64, Duration.ofSeconds(20), 16_000, null, List.of());

    private static final Dependency MODEL = new Dependency(Dependency.Kind.MODEL, "the tests'");

    private Analysts() {}

    public static Analyst offline(CallFolder folder) {
        OfflineJudge judge = new OfflineJudge();
        return analyst(folder, judge, judge);
    }

    public static Analyst asking(OpenAIClient model, CallFolder folder) {
        return analyst(folder, new ModelJudge(model, SETTINGS, folder, MODEL, Gate.OPEN), new OfflineJudge());
    }

    private static Analyst analyst(CallFolder folder, Judge judge, Judge standIn) {
        return new Analyst(folder, Rubrics.shipped(), judge, standIn, Clock.fixed(Analyses.AT, ZoneOffset.UTC));
    }
}
