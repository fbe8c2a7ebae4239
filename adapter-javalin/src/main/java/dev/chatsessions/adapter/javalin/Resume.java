package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Violation;
import dev.chatsessions.Cursor;
import dev.chatsessions.live.StartAt;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where a client says that its stream broke: the {@code Last-Event-ID} header, else the query. */
record Resume(Optional<String> header, String parameter, Optional<String> query) {

    private static final String EARLIEST = "earliest";

    static Resume of(Call call) {
        return of(call, "last_event_id");
    }

    /** With another name for what is in the query. */
    static Resume of(Call call, String parameter) {
        return new Resume(
                Optional.ofNullable(call.ctx().header("Last-Event-ID")),
                parameter,
                call.parameters().query(parameter));
    }

    /** Whether a client says that it was here before, under whichever name its route has for that. */
    static boolean isBroughtBy(Call call) {
        return of(call).isGiven() || of(call, "after").isGiven();
    }

    /** In a log. A header that cannot be read is a gap, a query that cannot be read is refused. */
    StartAt start() {
        if (header.isPresent()) {
            return header.get().isEmpty()
                    ? new StartAt.Earliest()
                    : start(header.get()).orElseGet(StartAt.Unreadable::new);
        }
        return query.isPresent() ? start(query.get()).orElseThrow(this::unreadable) : new StartAt.Head();
    }

    /** Whether the client brought a place in a reply, readable or not; its beginning is none. */
    boolean isGiven() {
        return header.or(() -> query)
                .filter(text -> !text.isEmpty() && !text.equals(EARLIEST))
                .isPresent();
    }

    /** In a reply; empty when there is none, or a header that cannot be read. */
    Optional<ReplyPlace> place() {
        return place(ReplyPlace::parse);
    }

    /** In the stream of what is current; empty when there is none, or a header that cannot be read. */
    Optional<CurrentPlace> currentPlace() {
        return place(CurrentPlace::parse);
    }

    private <T> Optional<T> place(Function<String, T> parse) {
        if (!isGiven()) {
            return Optional.empty();
        }
        if (header.isPresent()) {
            return read(header.get(), parse);
        }
        return query.map(text -> read(text, parse).orElseThrow(this::unreadable));
    }

    private static Optional<StartAt> start(String text) {
        return text.equals(EARLIEST)
                ? Optional.of(new StartAt.Earliest())
                : read(text, Cursor::parse).map(StartAt.After::new);
    }

    private static <T> Optional<T> read(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private Invalid unreadable() {
        return new Invalid(
                "invalid-cursor",
                parameter + " is not a place in a stream of this server",
                List.of(new Violation(parameter, "is not a place in a stream of this server")));
    }
}
