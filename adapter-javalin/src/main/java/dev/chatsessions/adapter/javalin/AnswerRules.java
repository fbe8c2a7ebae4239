package dev.chatsessions.adapter.javalin;

import dev.chatsessions.reply.FinishReason;

/** How the end of a reply is told over HTTP. Pure. */
final class AnswerRules {

    private AnswerRules() {}

    /** Whether it is an answer, whole or not; what is none is told as {@code assistant-failed}. */
    static boolean isAnswer(FinishReason reason, String text) {
        return switch (reason) {
            case COMPLETE, LENGTH, STOPPED -> true;
            case EXPIRED -> !text.isEmpty();
            case FAILED -> false;
        };
    }
}
