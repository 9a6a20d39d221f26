package io.aftercall.transcribe;

import io.aftercall.transcribe.Utterance.Speaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A conversation that somebody wrote down: {@code Клиент: ...}, {@code Agent: ...}, {@code 客户：...}, each on a line of its
 * own or one after the other. Without such names every line is something that somebody said.
 */
public final class WrittenDialogue {
    /** In the place of a speech model. */
    private static final String MODEL = "text";

    private static final List<String> CUSTOMER =
            List.of("клиент", "покупатель", "заказчик", "customer", "client", "客户", "顾客");
    private static final List<String> AGENT =
            List.of("менеджер", "продавец", "оператор", "agent", "manager", "sales", "销售", "坐席", "客服");

    /**
     * A name at the start of a line, or further on where one would write it: with a capital letter, or in Chinese, after a
     * space or the end of a sentence. "So the manager: ..." in the middle of one is none.
     */
    private static final Pattern NAME = Pattern.compile(
            "(?:^[\\p{Blank}\\-–—*>]*(?<first>%1$s)|(?<=[\\s.!?…;。！？；」”])(?=(?-i:[\\p{Lu}\\p{Lo}]))(?<later>%1$s))\\p{Blank}*[:：]"
                    .formatted(Stream.concat(CUSTOMER.stream(), AGENT.stream()).collect(Collectors.joining("|"))),
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final List<Utterance> utterances = new ArrayList<>();

    private WrittenDialogue() {}

    /**
     * Its utterances have no times: all their milliseconds are 0.
     *
     * @param input names the text, see {@link Transcript#input()}
     */
    public static Transcript transcript(String text, String input, Instant at) {
        return read(text).written(text, input, at);
    }

    /** As {@link #transcript} of a message that is not blank: one of nothing but marks or names says just them. */
    public static Transcript message(String text, String input, Instant at) {
        WrittenDialogue dialogue = read(text);
        if (dialogue.utterances.isEmpty()) {
            dialogue.add(Speaker.UNKNOWN, text);
        }
        return dialogue.written(text, input, at);
    }

    private Transcript written(String text, String input, Instant at) {
        return new Transcript(WrittenLanguage.of(text), 0, 0, utterances, MODEL, input, at);
    }

    private static WrittenDialogue read(String text) {
        WrittenDialogue dialogue = new WrittenDialogue();
        dialogue.addAll(text.strip());
        return dialogue;
    }

    private void addAll(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.find()) {
            text.lines().forEach(line -> add(Speaker.UNKNOWN, line.replaceFirst("^[\\s\\-–—*>•]+", "")));
            return;
        }
        add(Speaker.UNKNOWN, text.substring(0, name.start()));
        for (boolean more = true; more; ) {
            Speaker speaker = speaker(name);
            int from = name.end();
            more = name.find();
            add(speaker, text.substring(from, more ? name.start() : text.length()));
        }
    }

    private static Speaker speaker(Matcher name) {
        String called = name.group("first") == null ? name.group("later") : name.group("first");
        return AGENT.contains(called.toLowerCase(Locale.ROOT)) ? Speaker.AGENT : Speaker.CUSTOMER;
    }

    private void add(Speaker speaker, String said) {
        if (!said.isBlank()) {
            utterances.add(new Utterance("u" + (utterances.size() + 1), speaker, 0, 0, said.strip()));
        }
    }
}
