package io.aftercall.infra.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.aftercall.analyze.CallIndex;
import io.aftercall.infra.ManualClock;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Calls;
import io.aftercall.ingest.MemoryCallFolder;
import io.aftercall.ingest.Submissions;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.TranscribedCalls;
import io.aftercall.transcribe.WrittenDialogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecondOpinionsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final MemoryCallFolder folder = new MemoryCallFolder();
    private final Submissions submissions = Calls.submissions(folder, hungUp -> {}, clock);
    private final CallIndex index = mock(CallIndex.class);
    private final List<String> open = new ArrayList<>();
    private final List<CallTranscribed> given = new ArrayList<>();
    private final SecondOpinions opinions = new SecondOpinions(index, folder, given::add, MINUTE, clock);

    @BeforeEach
    void index() {
        when(index.judgedForNow(anyInt())).thenAnswer(asked -> List.copyOf(open));
    }

    @Test
    void triesOneAtATimeUntilTheModelIsBackAndThenEverMore() {
        IntStream.range(0, 40).forEach(n -> open.add(judged("Agent: Hello, this is number " + n)));

        assertThat(look()).containsExactly(open.get(0));
        assertThat(look()).containsExactly(open.get(1));

        List<Integer> sizes = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            open.removeAll(keys());
            sizes.add(look().size());
        }
        assertThat(sizes).containsExactly(2, 4, 8, 16, 8);
        assertThat(keys()).doesNotHaveDuplicates().hasSize(40);
    }

    @Test
    void givesOneThatIsStillUnderWayToTheLineAgainOnlyAfterAWhile() {
        open.add(judged("Agent: Hello"));

        assertThat(look()).hasSize(1);
        for (int n = 0; n < 10; n++) {
            assertThat(look()).isEmpty();
        }
        assertThat(look()).hasSize(1);
    }

    @Test
    void givesWhatIsStoredNowAndLetsNoCallThatCannotBeReadStandInTheWay() {
        open.add("audit-gone");
        String broken = judged("Agent: broken");
        folder.replace(broken, "transcript.json", new byte[] {'{'});
        open.add(broken);
        String text = "Agent: Hello\nCustomer: It is dear";
        open.add(judged(text));

        assertThat(look()).hasSize(1);

        assertThat(given)
                .extracting(said -> said.transcript().utterances().getLast().text())
                .containsExactly("It is dear");
        assertThat(given.getFirst().recording()).isNotNull();
    }

    @Test
    void goesOnAsSoonAsThoseUnderWayAreJudgedAndKeepsNoMoreUnderWayThanThat() {
        IntStream.range(0, 40).forEach(n -> open.add(judged("Agent: Hello, this is number " + n)));
        Duration second = Duration.ofSeconds(1);

        assertThat(look(second)).hasSize(1);
        assertThat(look(second)).as("it is not judged yet").isEmpty();
        open.removeAll(keys());
        assertThat(look(second)).hasSize(2);
        open.removeAll(keys());
        assertThat(look(second)).hasSize(4);
        open.remove(keys().getLast());
        assertThat(look(second)).as("eight, of which three are under way").hasSize(5);
    }

    @Test
    void doesNotAskTheIndexAgainAndAgainWhereThereIsNothing() {
        for (int n = 0; n < 120; n++) {
            look(Duration.ofSeconds(1));
        }

        verify(index, times(2)).judgedForNow(anyInt());
    }

    private List<String> look() {
        return look(MINUTE);
    }

    private List<String> look(Duration andPass) {
        int before = given.size();
        opinions.look();
        clock.passes(andPass);
        return keys().subList(before, given.size());
    }

    private List<String> keys() {
        return given.stream().map(said -> said.call().key()).toList();
    }

    private String judged(String text) {
        CallHungUp handedIn = submissions.keep(submissions.text(text, "dialogue"));
        String key = handedIn.call().key();
        submissions.record(handedIn, text);
        new TranscribedCalls(folder).keep(key, WrittenDialogue.transcript(text, "input", clock.instant()));
        return key;
    }
}
