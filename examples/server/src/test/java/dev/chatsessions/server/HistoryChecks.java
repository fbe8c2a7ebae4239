package dev.chatsessions.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What must be true of every run, whatever was broken in it. Each gives what is wrong, in words. Pure. */
final class HistoryChecks {

    private HistoryChecks() {}

    /** What is stored of a thread, oldest first: a question, or the answer after it. */
    record Stored(String role, String text) {}

    static List<String> acknowledgedIsThere(Map<String, String> acknowledged, List<Stored> stored) {
        var answers = new HashMap<String, String>();
        for (var i = 0; i + 1 < stored.size(); i++) {
            if (stored.get(i).role().equals("user")) {
                answers.put(stored.get(i).text(), stored.get(i + 1).text());
            }
        }
        var wrong = new ArrayList<String>();
        acknowledged.forEach((question, answer) -> {
            if (!answers.containsKey(question)) {
                wrong.add("lost: " + question);
            } else if (!answers.get(question).equals(answer)) {
                wrong.add("another answer is stored to: " + question);
            }
        });
        return wrong;
    }

    static List<String> nothingIsThereTwice(List<Stored> stored) {
        var seen = new HashSet<String>();
        return questions(stored)
                .filter(question -> !seen.add(question))
                .map(question -> "stored twice: " + question)
                .toList();
    }

    static List<String> nothingIsThereUnasked(Set<String> tried, List<Stored> stored) {
        return questions(stored)
                .filter(question -> !tried.contains(question))
                .map(question -> "stored and never asked: " + question)
                .toList();
    }

    static List<String> eachQuestionHasOneAnswer(List<Stored> stored) {
        var wrong = new ArrayList<String>();
        for (var i = 0; i < stored.size(); i++) {
            var expected = i % 2 == 0 ? "user" : "assistant";
            if (!stored.get(i).role().equals(expected)) {
                wrong.add("not a question and its answer in turn at " + i + ": " + stored.get(i));
            }
        }
        if (stored.size() % 2 == 1) {
            wrong.add("the last question has no answer");
        }
        return wrong;
    }

    /** Places of events: those that a reader was told, and those of the log. */
    static List<String> heardIsTheLog(String reader, List<String> heard, List<String> log) {
        if (heard.equals(log)) {
            return List.of();
        }
        var wrong = new ArrayList<String>();
        var seen = new HashSet<String>();
        heard.stream().filter(place -> !seen.add(place)).forEach(place -> wrong.add(reader + " heard twice: " + place));
        log.stream().filter(place -> !seen.contains(place)).forEach(place -> wrong.add(reader + " missed: " + place));
        var known = Set.copyOf(log);
        seen.stream()
                .filter(place -> !known.contains(place))
                .forEach(place -> wrong.add(reader + " invented: " + place));
        if (wrong.isEmpty()) {
            wrong.add(reader + " heard it in another order");
        }
        return wrong;
    }

    private static Stream<String> questions(List<Stored> stored) {
        return stored.stream().filter(message -> message.role().equals("user")).map(Stored::text);
    }
}
