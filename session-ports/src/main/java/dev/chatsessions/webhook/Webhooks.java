package dev.chatsessions.webhook;

import dev.chatsessions.Caller;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.ExpectedVersion;
import java.util.Optional;

/**
 * Takes in what devices deliver, and shows it to whom it belongs.
 *
 * <p>Segments are told apart by the provider's id within their session, else by who said what when; one that is there
 * already changes nothing, however it comes again. While a device is nobody's, what it delivers is kept and shown to nobody,
 * until the user who links it claims it. A session of a device goes on in one conversation until nothing was heard for a
 * while, or the provider concludes it; what comes then begins the next, unless it was said in the one that was concluded: that
 * is told there, once, and not listened to.
 */
public interface Webhooks {

    /**
     * Stores what a device heard, and has the assistant answer where it was spoken to. Waits for an answer hardly longer
     * than a moment, and tells one that came by then; a later one reaches the device by its messenger. For the device that
     * the delivery is of, else Forbidden. With a request key, repeating it stores nothing and tells no answer.
     */
    Receipt deliver(Caller caller, Delivery delivery, RequestKey requestKey);

    /**
     * Stores how a conversation is written down for good, and ends it. Nobody is asked anything. Rights and repeating as in
     * {@link #deliver}.
     */
    Receipt conclude(Caller caller, Conclusion conclusion, RequestKey requestKey);

    /** The calling user's conversations, latest started first. */
    Page<Conversation> conversations(Caller caller, PageRequest page);

    /** The one that was started last, or that the user wrote in since; empty when there is none. */
    Optional<Conversation> current(Caller caller);

    /** The conversation; a thread of another kind is NotFound. */
    Conversation find(Caller caller, ThreadId thread);

    /**
     * Asks in a conversation as {@link dev.chatsessions.reply.Replies#ask} does, and makes it the user's current one. The
     * device is not told the answer. A thread of another kind is NotFound.
     */
    Reply ask(Caller caller, ThreadId thread, Question question, RequestKey requestKey);

    /** When the calling user's devices are answered; the defaults for who never changed them. */
    ListenPreferences preferences(Caller caller);

    /**
     * Replaces them; {@code wanted.version()} is not looked at, and what they say already changes nothing. Stale when they
     * are at another version than expected.
     */
    ListenPreferences prefer(Caller caller, ListenPreferences wanted, ExpectedVersion expected);

    /** Why the calling user's devices show what they show. */
    Diagnosis diagnosis(Caller caller);
}
