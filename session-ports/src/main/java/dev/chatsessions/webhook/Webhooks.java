package dev.chatsessions.webhook;

import dev.chatsessions.Caller;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.session.ExpectedVersion;
import java.util.Optional;

/**
 * Takes in what devices deliver, and shows it to whom it belongs.
 *
 * <p>Segments are told apart by the provider's id within their session, else by who said what when; one that is there
 * already changes nothing, however it comes again. While a device is nobody's, what it delivers is kept and shown to nobody,
 * until the user who links it claims it.
 */
public interface Webhooks {

    /**
     * Stores what a device heard, in its session's conversation, and has the assistant answer where it was spoken to. For
     * devices, of their own; else Forbidden. With a request key, repeating it gives the same receipt.
     */
    Receipt deliver(Caller caller, Delivery delivery, RequestKey requestKey);

    /** Stores how a conversation is written down for good. Rights and repeating as in {@link #deliver}. */
    Receipt conclude(Caller caller, Conclusion conclusion, RequestKey requestKey);

    /** The calling user's conversations, latest started first. */
    Page<Conversation> conversations(Caller caller, PageRequest page);

    /** The one that was started last, or that the user wrote in since; empty when there is none. */
    Optional<Conversation> current(Caller caller);

    /** The conversation; a thread of another kind is NotFound. */
    Conversation find(Caller caller, ThreadId thread);

    /** When the calling user's devices are answered; the defaults for who never changed them. */
    ListenPreferences preferences(Caller caller);

    /** Replaces them; {@code wanted.version()} is not looked at. */
    ListenPreferences prefer(Caller caller, ListenPreferences wanted, ExpectedVersion expected);
}
