package dev.chatsessions.examples.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A command as it is typed: words between spaces, with quotes around those that hold spaces themselves. */
record CommandLineWords(List<String> words) {

    private static final Pattern WORD = Pattern.compile("\\G\\s*((?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+)\\s*");

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

    CommandLineWords {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("there is no command in it");
        }
    }

    static CommandLineWords parse(String text) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(text);
        var end = 0;
        while (matcher.find()) {
            words.add(QUOTED.matcher(matcher.group(1)).replaceAll("$1$2"));
            end = matcher.end();
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("a quote in it is not closed");
        }
        return new CommandLineWords(words);
    }

    /** With each of these names replaced by what it stands for. */
    List<String> filled(Map<String, String> names) {
        return words.stream().map(word -> filled(word, names)).toList();
    }

    private static String filled(String word, Map<String, String> names) {
        var whole = word;
        for (var name : names.entrySet()) {
            whole = whole.replace(name.getKey(), name.getValue());
        }
        return whole;
    }
}
