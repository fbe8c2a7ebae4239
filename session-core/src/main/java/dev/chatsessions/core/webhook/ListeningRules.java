package dev.chatsessions.core.webhook;

import dev.chatsessions.core.webhook.Heard.Verdict;
import dev.chatsessions.core.webhook.Listening.Asked;
import dev.chatsessions.core.webhook.Listening.Beginning;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** When a device's user speaks to the assistant, and what he asks. Pure. */
final class ListeningRules {

    /** Between the parts of a phrase. */
    static final Duration APART = Duration.ofSeconds(2);

    /** After which a question is whole. */
    static final Duration PAUSE = Duration.ofSeconds(3);

    /** A question is whole then, whether or not more is said. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    /** A question is whole then, in code points. */
    static final int MOST = 1_000;

    /** Question marks of Latin, Greek, Arabic, Armenian and full-width script. */
    private static final Pattern END = Pattern.compile("[?\u037e\u061f\u055e\uff1f]");

    private ListeningRules() {}

    /** Listens to a new segment. */
    static Heard hear(Listening before, Moment moment) {
        var silence = silence(moment);
        if (silence.isPresent()) {
            return new Heard(Listening.IDLE, List.of(), silence.get());
        }
        var overdue = pause(before, moment.now());
        var questions = new ArrayList<>(overdue.questions());
        var after = listen(overdue.after(), moment.segment().text(), moment, questions);
        return new Heard(after, questions, verdict(after, questions));
    }

    /** Listens to silence. */
    static Heard pause(Listening before, Instant now) {
        var question = before.question();
        if (question.isEmpty() || now.isBefore(question.get().due())) {
            return new Heard(before, List.of(), verdict(before, List.of()));
        }
        var whole = whole(question.get().text());
        return new Heard(Listening.IDLE, whole, verdict(Listening.IDLE, whole));
    }

    private static Optional<Verdict> silence(Moment moment) {
        if (moment.wanted().muted()) {
            return Optional.of(Verdict.MUTED);
        }
        return moment.wanted()
                .quietHours()
                .filter(quiet -> quiet.cover(moment.now(), moment.wanted().zone()))
                .map(quiet -> Verdict.QUIET_HOURS);
    }

    private static Listening listen(Listening before, String text, Moment moment, List<String> questions) {
        var asked = before.question()
                .map(open -> open.with(joined(open.text(), text)))
                .or(() -> addressed(before, text, moment));
        if (asked.isEmpty()) {
            return Listening.begun(
                    beginning(before, text, moment), moment.segment().end());
        }
        var end = END.matcher(asked.get().text());
        if (!end.find()) {
            return goOn(asked.get(), moment.now(), questions);
        }
        questions.addAll(whole(asked.get().text().substring(0, end.end())));
        var rest = asked.get().text().substring(end.end());
        return rest.isBlank() ? Listening.IDLE : listen(Listening.IDLE, rest, moment, questions);
    }

    private static Optional<Asked> addressed(Listening before, String text, Moment moment) {
        var spoken = Spoken.of(text);
        var words = afterPhrase(before, spoken, moment);
        if (words.isPresent()) {
            return Optional.of(Asked.since(moment.now(), spoken.after(words.getAsInt())));
        }
        return needsNoPhrase(moment) ? Optional.of(Asked.since(moment.now(), text)) : Optional.empty();
    }

    private static Listening goOn(Asked asked, Instant now, List<String> questions) {
        var latest = asked.since().plus(LONGEST);
        if (!now.isBefore(latest) || asked.text().codePointCount(0, asked.text().length()) >= MOST) {
            questions.addAll(whole(asked.text()));
            return Listening.IDLE;
        }
        var pause = now.plus(PAUSE);
        return Listening.to(new Asked(asked.text(), asked.since(), pause.isBefore(latest) ? pause : latest));
    }

    private static boolean needsNoPhrase(Moment moment) {
        var window = moment.wanted().followUpWindow();
        return switch (moment.wanted().mode()) {
            case ALWAYS -> true;
            case FOLLOWUP ->
                moment.answeredAt()
                        .filter(then -> !moment.now().isAfter(then.plus(window)))
                        .isPresent();
            case TRIGGER -> false;
        };
    }

    /** How many of the words are said when the first of the phrases is; the phrase may have begun in what was said before. */
    private static OptionalInt afterPhrase(Listening before, Spoken spoken, Moment moment) {
        var carried = carried(before, moment.segment());
        var words = Stream.concat(carried.stream(), spoken.words().stream()).toList();
        for (var end = carried.size() + 1; end <= words.size(); end++) {
            var said = words.subList(0, end);
            if (phrases(moment.wanted()).anyMatch(phrase -> endsWith(said, phrase))) {
                return OptionalInt.of(end - carried.size());
            }
        }
        return OptionalInt.empty();
    }

    /** The most of the last words that may be the beginning of a phrase. */
    private static List<String> beginning(Listening before, String text, Moment moment) {
        var words = Stream.concat(carried(before, moment.segment()).stream(), Spoken.of(text).words().stream())
                .toList();
        for (var from = 0; from < words.size(); from++) {
            var last = words.subList(from, words.size());
            if (phrases(moment.wanted()).anyMatch(phrase -> startsWith(phrase, last))) {
                return last;
            }
        }
        return List.of();
    }

    /** What was said just before; the device's clock may run over its own segments. */
    private static List<String> carried(Listening before, Segment segment) {
        return before.beginning()
                .filter(begun -> segment.start().minus(begun.end()).compareTo(APART) <= 0
                        && begun.end().minus(segment.end()).compareTo(APART) <= 0)
                .map(Beginning::words)
                .orElse(List.of());
    }

    private static Stream<List<String>> phrases(ListenPreferences wanted) {
        return wanted.phrases().stream().map(phrase -> Spoken.of(phrase).words());
    }

    private static boolean endsWith(List<String> words, List<String> phrase) {
        return words.size() >= phrase.size()
                && words.subList(words.size() - phrase.size(), words.size()).equals(phrase);
    }

    private static boolean startsWith(List<String> phrase, List<String> words) {
        return phrase.size() > words.size() && phrase.subList(0, words.size()).equals(words);
    }

    private static String joined(String before, String more) {
        return before.isEmpty() ? more.strip() : before + " " + more.strip();
    }

    /** A question of which something is left to answer. */
    private static List<String> whole(String text) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit) ? List.of(text.strip()) : List.of();
    }

    private static Verdict verdict(Listening after, List<String> questions) {
        if (!questions.isEmpty()) {
            return Verdict.ASKED;
        }
        return after.question().isPresent() ? Verdict.ASKING : Verdict.NO_TRIGGER;
    }

    /**
     * A segment as it arrives.
     *
     * @param answeredAt when the conversation's last answer was finished
     */
    record Moment(Segment segment, ListenPreferences wanted, Optional<Instant> answeredAt, Instant now) {}
}
