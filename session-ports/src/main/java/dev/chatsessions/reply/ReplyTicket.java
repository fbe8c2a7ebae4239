package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.thread.Message;
import java.time.Instant;

/**
 * A claimed reply: the right to write it.
 *
 * @param fence to be shown with every write
 * @param leaseUntil until when the right lasts unless it is used; every accepted write renews it
 */
public record ReplyTicket(Reply reply, Message question, Fence fence, Instant leaseUntil) {

    public ReplyTicket {
        requireNonNull(reply, "reply");
        requireNonNull(question, "question");
        requireNonNull(fence, "fence");
        requireNonNull(leaseUntil, "leaseUntil");
    }
}
