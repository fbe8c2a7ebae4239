package dev.chatsessions.core.webhook;

import dev.chatsessions.LogScope;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.StoredConversation;

/** The log of the user whose devices they are. Its head is locked last of all. Thread-safe. */
final class OwnersLog {

    private final IdSource ids;

    OwnersLog(IdSource ids) {
        this.ids = ids;
    }

    void tell(Writing writing, UserId owner, EventBody event) {
        var log = new LogScope.OfUser(owner);
        writing.stores().events().lock(log, ids.epoch());
        writing.publish(log, event);
    }

    void tellCurrent(Writing writing, UserId owner, StoredConversation current) {
        tell(writing, owner, WebhookEvents.currentChanged(current.session(), current.thread()));
    }
}
