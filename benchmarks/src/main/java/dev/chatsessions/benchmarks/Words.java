package dev.chatsessions.benchmarks;

/** What is said in every benchmark: 300 characters a message on average. */
final class Words {

    static final String QUESTION = "How do I keep a conversation when the server that answers it goes away? "
            .repeat(2)
            .substring(0, 100);

    static final String ANSWER = "Store what was said before you answer, and store the answer before you show it. "
            .repeat(7)
            .substring(0, 500);

    static final String MODEL = "benchmark";

    static final int INPUT_TOKENS = 1_200;

    static final int OUTPUT_TOKENS = 120;

    /** What the wire of our own streams carries beside a message's text. */
    private static final String PADDING = ".".repeat(370);

    private static final String SAID = ANSWER.substring(0, 300);

    private Words() {}

    /** A message that is known again wherever it comes. */
    static String marked(long mark) {
        return "#" + mark + "; " + SAID;
    }

    /** The same, in as many bytes as the product needs for its event. */
    static String asLongAsOurs(long mark) {
        return marked(mark) + PADDING;
    }

    static boolean isQuestion(int index) {
        return index % 2 == 0;
    }
}
