package dev.chatsessions.reply;

/** A place in a reply's whole text, in UTF-16 code units from its start. */
public record TextOffset(int value) {

    /** The start of the text. */
    public static final TextOffset START = new TextOffset(0);

    public TextOffset {
        if (value < 0) {
            throw new IllegalArgumentException("value " + value + " is negative");
        }
    }

    /** The place {@code units} further on. */
    public TextOffset plus(int units) {
        return new TextOffset(value + units);
    }
}
