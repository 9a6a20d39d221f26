package io.aftercall.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aftercall.analyze.AnalyzeSettings.Route;
import io.aftercall.analyze.Rubric.Criterion;
import io.aftercall.analyze.Rubric.Side;
import io.aftercall.ingest.Call;
import io.aftercall.ingest.Calls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RubricsTest {
    private static final Rubrics SHIPPED = Rubrics.shipped();

    private static Call call(String mode, String tenant, String team, String task) {
        Call call = Calls.aCall("c");
        return call.correctedBy(new Call(
                call.key(),
                call.source(),
                call.callId(),
                null,
                null,
                null,
                null,
                Call.Timing.UNKNOWN,
                Call.Ending.UNKNOWN,
                new Call.References(task, null, null, mode, tenant, team)));
    }

    @ParameterizedTest
    @CsvSource({
        "Manager+, manager",
        "Manager +, manager",
        " manager , manager",
        "MANAGER+, manager",
        "Менеджер+, manager",
        "销售＋, manager",
        "Client+, client",
        "client, client",
        "Клиент +, client",
        "客户+, client",
        "Dialogue, dialogue",
        "dialog, dialogue",
        "Диалог, dialogue",
        "ДИАЛОГ, dialogue",
        "对话, dialogue"
    })
    void knowTheThreeModesHoweverTheyAreWritten(String mode, String id) {
        assertThat(SHIPPED.mode(mode)).map(Rubric::id).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "Manager++ please", "score", "менеджеры"})
    void doNotGuessAMode(String mode) {
        assertThat(SHIPPED.mode(mode)).isEmpty();
    }

    @Test
    void judgeTheClientModeByTheCustomersWordsAndTheManagerModeByTheAgents() {
        assertThat(SHIPPED.of("client").criteria())
                .extracting(Criterion::evidence)
                .containsOnly(Side.CUSTOMER);
        assertThat(SHIPPED.of("manager").criteria())
                .extracting(Criterion::evidence)
                .containsOnly(Side.AGENT);
        assertThat(SHIPPED.of("manager").criteria())
                .extracting(Criterion::id)
                .contains("rapport", "needs", "presentation", "objections", "questions", "control", "next_step");
        assertThat(Stream.of("client", "manager", "dialogue").flatMap(id -> SHIPPED.of(id).criteria().stream()))
                .allSatisfy(c -> assertThat(c.partly()).isNotNull());
    }

    @Test
    void preferWhatTheCallSaysThenTheFirstRouteThenTheDialogue() {
        Rubrics routed = Rubrics.of(
                null, List.of(new Route("t-1", "team-2", null, "client"), new Route("t-1", null, null, "manager")));

        assertThat(routed.of(call("Диалог", "t-1", "team-2", null)).id()).isEqualTo("dialogue");
        assertThat(routed.of(call(null, "t-1", "team-2", "x")).id()).isEqualTo("client");
        assertThat(routed.of(call("unheard of", "t-1", "team-9", null)).id()).isEqualTo("manager");
        assertThat(routed.of(call(null, "t-2", "team-2", null)).id()).isEqualTo("dialogue");
    }

    @Test
    void takeAFolderOfOnesOwn(@TempDir Path folder) throws IOException {
        String shipped = Files.readString(Path.of("src/main/resources/rubrics/dialogue.yaml"));
        Files.writeString(folder.resolve("dialogue.yaml"), shipped.replace("weight: 20", "weight: 40"));
        Files.writeString(
                folder.resolve("school.yaml"),
                shipped.replace("id: dialogue", "id: school").replaceFirst("modes: .*", "modes: [学校]"));

        Rubrics rubrics = Rubrics.of(folder.toUri().toString(), List.of(new Route(null, null, "t", "school")));

        assertThat(rubrics.of("dialogue").version())
                .startsWith("dialogue-")
                .isNotEqualTo(SHIPPED.of("dialogue").version());
        assertThat(rubrics.mode("学校")).contains(rubrics.of("school"));
        assertThat(rubrics.of(call(null, null, null, "t")).id()).isEqualTo("school");
        assertThat(rubrics.of("manager")).isEqualTo(SHIPPED.of("manager"));
    }

    @Test
    void refuseAFolderWithAFaultNamingFileLineAndKey(@TempDir Path folder) throws IOException {
        String shipped = Files.readString(Path.of("src/main/resources/rubrics/client.yaml"));
        Files.writeString(folder.resolve("mine.yaml"), shipped.replace("max: 79", "max: 75"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rubrics.of(folder.toUri().toString(), List.of()))
                .withMessageMatching("mine\\.yaml: line \\d{3}: levels\\[1]\\.max must be 79.*");
    }

    @Test
    void refuseTwoRubricsWithTheSameMode(@TempDir Path folder) throws IOException {
        String shipped = Files.readString(Path.of("src/main/resources/rubrics/client.yaml"));
        Files.writeString(folder.resolve("mine.yaml"), shipped.replace("id: client\n", "id: mine\n"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rubrics.of(folder.toUri().toString(), List.of()))
                .withMessageMatching("mine\\.yaml: line \\d+: modes\\[0] 'Client\\+' is also that of "
                        + "client\\.yaml: line \\d+: modes\\[0]");
    }

    @Test
    void refuseTwoFilesOfOnesOwnWithTheSameId(@TempDir Path folder) throws IOException {
        String shipped = Files.readString(Path.of("src/main/resources/rubrics/dialogue.yaml"));
        Files.writeString(folder.resolve("one.yaml"), shipped);
        Files.writeString(folder.resolve("two.yml"), shipped);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rubrics.of(folder.toUri().toString(), List.of()))
                .withMessageMatching("two\\.yml: line \\d+: id 'dialogue' is also that of one\\.yaml: line \\d+: id");
    }

    @Test
    void takeFilesThatEndInYmlToo(@TempDir Path folder) throws IOException {
        String shipped = Files.readString(Path.of("src/main/resources/rubrics/dialogue.yaml"));
        Files.writeString(
                folder.resolve("school.yml"),
                shipped.replace("id: dialogue", "id: school").replaceFirst("modes: .*", "modes: [学校]"));

        assertThat(Rubrics.of(folder.toUri().toString(), List.of()).mode("学校"))
                .map(Rubric::id)
                .contains("school");
    }
}
