package dev.chatsessions.spi;

/** Counts what a text is to a model. Thread-safe. */
@FunctionalInterface
public interface Tokenizer {

    /** How many tokens {@code text} is, or is thought to be; 0 for an empty one. */
    int tokens(String text);

    /** One for every four characters, which is about right for English and most models. */
    static Tokenizer ofCharacters() {
        return text -> (text.codePointCount(0, text.length()) + 3) / 4;
    }
}
