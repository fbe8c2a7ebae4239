package dev.chatsessions.core.webhook;

import dev.chatsessions.DeviceId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.StoredConversation;

/** The log of the user whose devices they are. Its head is locked last of all. Thread-safe. */
record OwnersLog(UserLogs logs) {

    /** Tells of what became his just now; Gone where he was erased. */
    void tellNew(Writing writing, UserId owner, EventBody event) {
        writing.publish(logs.lock(writing, owner), event);
    }

    void tellCurrent(Writing writing, UserId owner, StoredConversation current) {
        logs.tell(writing, owner, WebhookEvents.currentChanged(current.session(), current.thread()));
    }

    /** Refuses a device that nobody has linked since its last user was erased. */
    void requireKept(Writing writing, DeviceId device) {
        logs.requireKept(writing, device);
    }
}
