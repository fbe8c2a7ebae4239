package dev.chatsessions.core.work;

import dev.chatsessions.PermissionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.Session;

/** What happens in sessions in which a worker answers, and is for it to know; the session is locked. */
public interface Commands {

    /** It began. NotFound unless its worker is its owner's. */
    void began(Writing writing, Session session);

    /** Its status changed. */
    void moved(Writing writing, Session session);

    /** It was deleted. */
    void deleted(Writing writing, Session session);

    /** A question waits, for the first time or again. Conflict where its worker will never answer. */
    void asked(Writing writing, Session session, Reply reply);

    /** Whatever is next in the thread waits no longer behind another. */
    void isNext(Writing writing, Session session, ThreadId thread);

    /** Somebody wants a reply no more that is being written. */
    void stopping(Writing writing, Session session, Reply reply);

    /** The user answered what was asked to be allowed. */
    void permitted(Writing writing, Session session, Reply reply, PermissionId request, String option);
}
