package dev.chatsessions.core.webhook;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text as its words, each in the form in which it is compared: without case and compatibility forms, of letters and
 * digits only.
 *
 * @param ends where each word ends in the text
 */
record Spoken(String text, List<String> words, List<Integer> ends) {

    static Spoken of(String text) {
        var words = new ArrayList<String>();
        var ends = new ArrayList<Integer>();
        var at = 0;
        while (at < text.length()) {
            var from = at;
            while (at < text.length() && isOfWord(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
            if (at == from) {
                at += Character.charCount(text.codePointAt(at));
                continue;
            }
            var form = form(text.substring(from, at));
            if (!form.isEmpty()) {
                words.add(form);
                ends.add(at);
            }
        }
        return new Spoken(text, List.copyOf(words), List.copyOf(ends));
    }

    /** What is said after the first {@code count} words, and the signs that follow them. */
    String after(int count) {
        var from = count == 0 ? 0 : ends.get(count - 1);
        while (count > 0 && from < text.length() && !isOfWord(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        return text.substring(from).strip();
    }

    private static boolean isOfWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || Character.getType(codePoint) == Character.NON_SPACING_MARK
                || codePoint == '\''
                || codePoint == '\u2019';
    }

    private static String form(String word) {
        var plain = Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return plain.replace("'", "").replace("\u2019", "");
    }
}
