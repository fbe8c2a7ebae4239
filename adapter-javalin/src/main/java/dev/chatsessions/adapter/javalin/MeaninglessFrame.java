package dev.chatsessions.adapter.javalin;

/** A frame that says nothing to anybody here. */
final class MeaninglessFrame extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    MeaninglessFrame(String code, String content) {
        super(content);
        this.code = code;
    }

    String code() {
        return code;
    }
}
