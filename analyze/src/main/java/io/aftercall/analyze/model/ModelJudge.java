package io.aftercall.analyze.model;

import static io.aftercall.analyze.CallAnalysis.Requests.NONE;
import static io.aftercall.analyze.CallAnalysis.Requests.ONE;

import com.openai.client.OpenAIClient;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.aftercall.analyze.AnalyzeSettings;
import io.aftercall.analyze.AnalyzedCalls;
import io.aftercall.analyze.CallAnalysis.Engine;
import io.aftercall.analyze.CallAnalysis.Requests;
import io.aftercall.analyze.Judge;
import io.aftercall.analyze.Proposal;
import io.aftercall.analyze.Rubric;
import io.aftercall.analyze.Tokens;
import io.aftercall.analyze.UnusableAnswer;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import io.aftercall.transcribe.ModelFailure;
import io.aftercall.transcribe.Transcript;
import io.aftercall.transcribe.Utterance;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a chat model once for everything, and once more when its answer cannot be used; about a call that is too long, once
 * for each part and then for one verdict over what was found in them. Each answer is in the call folder
 * before it is read, so that what has been paid for is never asked for again.
 */
public final class ModelJudge implements Judge {
    private static final Logger LOG = LoggerFactory.getLogger(ModelJudge.class);

    /** Tokens, about: what the answers on the shipped sample calls take, see infra/docs/performance.md. */
    private static final int LIKELY_ANSWER = 750;

    private static final Requests PART = new Requests(0, 1, 0);
    private static final Requests REPAIR = new Requests(0, 0, 1);

    private final OpenAIClient client;
    private final CallFolder folder;
    private final Prompt prompt = Prompt.read();
    private final String model;
    private final ChatCompletionCreateParams template;
    private final RequestOptions options;
    private final int maxInputChars;
    private final Dependency dependency;
    private final Gate gate;
    private final MeterRegistry metrics;

    public ModelJudge(
            OpenAIClient client,
            AnalyzeSettings settings,
            CallFolder folder,
            Dependency dependency,
            Gate gate,
            MeterRegistry metrics) {
        this.metrics = metrics;
        this.dependency = dependency;
        this.gate = gate;
        this.client = client;
        this.folder = folder;
        this.model = settings.model();
        this.maxInputChars = settings.maxInputChars();
        this.template = template(settings);
        this.options =
                RequestOptions.builder().timeout(settings.requestTimeout()).build();
    }

    @Override
    public Engine engine(Rubric rubric) {
        return new Engine("model", model, prompt.version(), rubric.version());
    }

    @Override
    public Tokens likely(Transcript transcript, Rubric rubric, Call call) {
        String system = prompt.system(transcript, call);
        List<List<Utterance>> parts = Parts.of(transcript.utterances(), maxInputChars);
        Tokens all = parts.stream()
                .map(part -> prompt.user(rubric, transcript.language(), part))
                .map(user -> new Tokens(Tokens.in(system) + Tokens.in(user), LIKELY_ANSWER))
                .reduce(Tokens.NONE, Tokens::plus);
        // The verdict over all parts reads about as much as one of them.
        return parts.size() == 1 ? all : all.plus(all.scaled(1, parts.size()));
    }

    @Override
    public Found propose(Transcript transcript, Rubric rubric, Call call, boolean askedBefore) {
        String name = AnalyzedCalls.ANSWERS + engine(rubric).input(transcript);
        String system = prompt.system(transcript, call);
        String language = transcript.language();
        List<List<Utterance>> parts = Parts.of(transcript.utterances(), maxInputChars);
        Asking asking = new Asking(call, askedBefore);
        if (parts.size() == 1) {
            return found(asking, name, system, prompt.user(rubric, language, transcript.utterances()), ONE, NONE);
        }
        LOG.info("call {} is too long for one request and judged in {} parts", call.key(), parts.size());
        List<Proposal> found = new ArrayList<>();
        Requests spent = NONE;
        for (List<Utterance> part : parts) {
            String partName = name + "-part-%d-of-%d".formatted(found.size() + 1, parts.size());
            Found one = found(
                    found.isEmpty() ? asking : asking.later(),
                    partName,
                    system,
                    prompt.user(rubric, language, part),
                    PART,
                    spent);
            found.add(one.proposal());
            spent = one.requests();
        }
        List<Utterance> cited = Parts.cited(parts, found, maxInputChars);
        Found whole = found(asking.later(), name, system, prompt.whole(rubric, language, found, cited), ONE, spent);
        return new Found(Parts.together(whole.proposal(), found), whole.requests());
    }

    /** @param before whether there may be answers about the call already */
    private record Asking(Call call, boolean before) {
        /** An answer took its time, in which somebody else may have asked too. */
        Asking later() {
            return new Asking(call, true);
        }
    }

    /** @param spent before on this call, to which {@code cost} and a repair are added */
    private Found found(Asking asking, String name, String system, String user, Requests cost, Requests spent) {
        ChatCompletionCreateParams question = template.toBuilder()
                .addSystemMessage(system)
                .addUserMessage(user)
                .build();
        Answer first = answer(asking, name + ".json", question, cost.equals(PART) ? "part" : "main");
        Requests asked = spent.plus(cost);
        try {
            return new Found(first.proposal(), asked);
        } catch (Answer.Fault fault) {
            LOG.info(
                    "the model's answer on call {} is to be repaired: {}",
                    asking.call().key(),
                    fault.getMessage());
            return repaired(asking, name + "-repaired.json", question, first, fault, asked.plus(REPAIR));
        }
    }

    private Found repaired(
            Asking asking,
            String name,
            ChatCompletionCreateParams question,
            Answer first,
            Answer.Fault fault,
            Requests asked) {
        ChatCompletionCreateParams.Builder again = question.toBuilder();
        if (!first.content().isBlank()) {
            again.addAssistantMessage(first.content());
        }
        Answer second = answer(
                asking.later(),
                name,
                again.addUserMessage(Prompt.repair(fault.getMessage())).build(),
                "repair");
        try {
            return new Found(second.proposal(), asked);
        } catch (Answer.Fault other) {
            throw new UnusableAnswer(
                    "the model's answer on call %s cannot be used (%s), nor can the repaired one (%s)"
                            .formatted(asking.call().key(), fault.getMessage(), other.getMessage()),
                    asked);
        }
    }

    private Answer answer(Asking asking, String name, ChatCompletionCreateParams question, String kind) {
        Call call = asking.call();
        if (asking.before()) {
            Optional<Answer> stored = folder.read(call.key(), name).flatMap(Answer::of);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        byte[] body = gate.through(dependency, call.key(), () -> {
            metrics.counter("aftercall.analyze.requests", "kind", kind).increment();
            byte[] sent = ask(call, question);
            readable(call, sent);
            return sent;
        });
        Answer answer = readable(call, body);
        // Where another process was faster, its answer is the one: both then judge alike.
        return folder.create(call.key(), name, body)
                ? answer
                : folder.read(call.key(), name).flatMap(Answer::of).orElse(answer);
    }

    private static Answer readable(Call call, byte[] body) {
        return Answer.of(body)
                .orElseThrow(() -> TransientFailure.outage(
                        "what answered on call %s is no model: %d bytes, no JSON object"
                                .formatted(call.key(), body.length),
                        null));
    }

    private byte[] ask(Call call, ChatCompletionCreateParams question) {
        try (HttpResponse response =
                client.chat().completions().withRawResponse().create(question, options)) {
            return response.body().readAllBytes();
        } catch (OpenAIException e) {
            throw ModelFailure.of("the model", call.key(), e);
        } catch (IOException e) {
            throw TransientFailure.outage(
                    "the model's answer on call %s broke off: %s".formatted(call.key(), e.getMessage()), e);
        }
    }

    /** Everything about a request but its messages; deriving the schema costs too much to do it for each call. */
    private static ChatCompletionCreateParams template(AnalyzeSettings settings) {
        ChatCompletionCreateParams.Builder template = ChatCompletionCreateParams.builder()
                .model(settings.model())
                .messages(List.of())
                .maxCompletionTokens(settings.maxOutputTokens());
        if (settings.temperature() != null) {
            template.temperature(settings.temperature());
        }
        return template.responseFormat(Proposal.class).build().rawParams();
    }
}
