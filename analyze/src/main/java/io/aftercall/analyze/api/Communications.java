package io.aftercall.analyze.api;

import io.aftercall.analyze.Analyst;
import io.aftercall.analyze.CallAnalysis;
import io.aftercall.analyze.CallDocument;
import io.aftercall.analyze.CallIndex;
import io.aftercall.analyze.Ids;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.Submissions;
import io.aftercall.transcribe.WrittenDialogue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written in the matter of a ticket: judged like a call, kept like a call, and found like one, without the way
 * through the line. The same text of the same ticket and customer is judged once.
 */
public final class Communications {
    private final Submissions submissions;
    private final OnTheSpot onTheSpot;

    public Communications(Submissions submissions, Analyst analyst, CallFolder folder, CallIndex index, Ids ids) {
        this.submissions = submissions;
        this.onTheSpot = new OnTheSpot(
                submissions,
                analyst,
                folder,
                index,
                WrittenDialogue::message,
                first -> ids.ofNew(Ids.ANALYSIS, first.call().key(), first.receivedAt()));
    }

    /** Judges the text and keeps it in the history of its ticket and customer, from the first time it was handed in on. */
    CallDocument add(long ticket, long customer, String text) {
        return onTheSpot.judge(submission(ticket, customer, text), text).indexed();
    }

    /**
     * Judges a text of which nobody knows when it was written, so that it has no place in the history. The text is not
     * kept; what was judged of it is, so that it is judged once, with its ticket and customer.
     */
    CallAnalysis judge(long ticket, long customer, String text) {
        CallHungUp written = submission(ticket, customer, text);
        submissions.keepWhose(written);
        return onTheSpot.opinion(written, text);
    }

    /** Of the last one whose language is known. */
    static @Nullable String language(List<String> texts) {
        return texts.reversed().stream()
                .map(text -> WrittenDialogue.transcript(text, "", Instant.EPOCH).language())
                .filter(Labels.LANGUAGES::contains)
                .findFirst()
                .orElse(null);
    }

    private CallHungUp submission(long ticket, long customer, String text) {
        return submissions.communication(String.valueOf(ticket), String.valueOf(customer), text);
    }
}
