package dev.chatsessions.core.usecases;

import dev.chatsessions.Cursor;
import dev.chatsessions.DeviceId;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenId;
import dev.chatsessions.UserId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.reply.Fence;
import java.util.List;
import java.util.UUID;

/** What a call is aimed at: the ids of what one user has, or of nothing. */
record Target(
        UserId user,
        SessionId session,
        ThreadId thread,
        MessageId message,
        ReplyId reply,
        Fence fence,
        TokenId token,
        DeviceId device,
        RequestId request,
        WorkerId worker,
        ThreadId conversation,
        WebhookSecretId secret,
        Cursor cursor) {

    /** Ids that name nothing; the cursor stays. */
    Target thatIsNotThere() {
        return new Target(
                new UserId("nobody"),
                new SessionId(UUID.randomUUID()),
                new ThreadId(UUID.randomUUID()),
                new MessageId(UUID.randomUUID()),
                new ReplyId(UUID.randomUUID()),
                fence,
                new TokenId(UUID.randomUUID()),
                new DeviceId(device.provider(), UUID.randomUUID().toString()),
                new RequestId(UUID.randomUUID()),
                new WorkerId(UUID.randomUUID().toString()),
                new ThreadId(UUID.randomUUID()),
                new WebhookSecretId(UUID.randomUUID()),
                cursor);
    }

    /** {@code text} without the ids. */
    String maskedIn(String text) {
        var masked = text;
        for (var id : names()) {
            masked = masked.replace(id, "<id>");
        }
        return masked;
    }

    /** All that names something here. */
    List<String> names() {
        return List.of(
                device.toString(),
                request.toString(),
                worker.toString(),
                conversation.toString(),
                secret.toString(),
                user.toString(),
                session.toString(),
                thread.toString(),
                message.toString(),
                reply.toString(),
                token.toString());
    }
}
