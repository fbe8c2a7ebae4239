package dev.chatsessions.reply;

import dev.chatsessions.thread.MessageStatus;

/** Why a reply is finished. */
public enum FinishReason {
    /** It is whole. */
    COMPLETE(MessageStatus.COMPLETE),
    /** The model stopped at its length limit. */
    LENGTH(MessageStatus.CUT_OFF),
    /** Somebody stopped it; the text so far is kept. */
    STOPPED(MessageStatus.STOPPED),
    /** The producer reported a failure; the text so far is kept. */
    FAILED(MessageStatus.FAILED),
    /** The producer was lost; the text so far is kept. */
    EXPIRED(MessageStatus.EXPIRED);

    private final MessageStatus messageStatus;

    FinishReason(MessageStatus messageStatus) {
        this.messageStatus = messageStatus;
    }

    /** How the answer's message ends. */
    public MessageStatus messageStatus() {
        return messageStatus;
    }
}
