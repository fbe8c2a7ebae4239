package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.JsonValue;
import dev.chatsessions.UserId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** One request on its way through a route. Used by one thread. */
final class Call {

    private static final int LINES_AT_ONCE = 1 << 15;

    private final Context ctx;

    private final String requestId;

    private final Bodies bodies;

    private final RequestLog log;

    private final IntConsumer over;

    private Optional<Parameters> parameters = Optional.empty();

    private Optional<Visitor> visitor = Optional.empty();

    private boolean socket;

    private boolean goesOn;

    /**
     * @param over told the status when the answer is over
     */
    Call(Context ctx, String requestId, Bodies bodies, RequestLog log, IntConsumer over) {
        this.ctx = ctx;
        this.requestId = requestId;
        this.bodies = bodies;
        this.log = log;
        this.over = over;
    }

    Context ctx() {
        return ctx;
    }

    String requestId() {
        return requestId;
    }

    /** What logs tell of it, for whoever learns what it is about. */
    RequestLog log() {
        return log;
    }

    void by(Visitor found) {
        visitor = Optional.of(found);
    }

    Visitor visitor() {
        return visitor.orElseThrow(() -> new IllegalStateException("a route for anybody has no visitor"));
    }

    Caller caller() {
        return visitor().caller();
    }

    /** The calling user; Forbidden to whoever is none. */
    UserId user() {
        if (caller() instanceof Caller.User user) {
            return user.id();
        }
        throw new Forbidden("only users may do this");
    }

    /** Where the request came from, as far as the container knows. */
    Optional<ClientAddress> from() {
        return Optional.ofNullable(ctx.req().getRemoteAddr())
                .filter(address -> !address.isBlank())
                .map(ClientAddress::new);
    }

    void with(Parameters read) {
        parameters = Optional.of(read);
    }

    Parameters parameters() {
        return parameters.orElseThrow(() -> new IllegalStateException("the parameters were not read"));
    }

    Body body() {
        return bodies.read(ctx.req());
    }

    /** What is made of the body, line by line, however many there are. */
    <T> T sentLines(Function<Iterator<JsonValue.Fields>, T> take) {
        try {
            return take.apply(bodies.lines(ctx.req()));
        } catch (UncheckedIOException broken) {
            throw Refusal.brokenOff();
        }
    }

    Bodies.Delivered delivered() {
        return bodies.delivered(ctx.req());
    }

    Body bodyIfAny() {
        return bodies.readIfAny(ctx.req());
    }

    void on(Route route) {
        socket = route.isSocket();
    }

    /** Whether it is the handshake of a WebSocket. */
    boolean isSocket() {
        return socket;
    }

    boolean isHead() {
        return ctx.method() == HandlerType.HEAD;
    }

    /** Whether a script of a page makes it, which browsers tell (W3C Fetch Metadata), and Node as they do. */
    boolean isOfPage() {
        return ctx.header("Sec-Fetch-Mode") != null;
    }

    /** Whether its client says that it takes this, and not only that it takes anything. */
    boolean names(Produces what) {
        return what.isNamedIn(Collections.list(ctx.req().getHeaders("Accept")));
    }

    /** Tells the version of what is answered. */
    void tag(long version) {
        ctx.header("ETag", "\"" + version + "\"");
    }

    void json(int status, Object value) {
        ctx.status(status).contentType("application/json").result(Json.bytes(value));
    }

    /** Answers at once; where the client is still sending its body, it is heard out, as it would miss the answer else. */
    void refuse(int status, String mediaType, byte[] body) {
        ctx.status(status).contentType(mediaType);
        if (!Bodies.isUnread(ctx.req())) {
            ctx.result(body);
            return;
        }
        try {
            ctx.res().setContentLength(body.length);
            ctx.res().getOutputStream().write(body);
            ctx.res().flushBuffer();
        } catch (IOException gone) {
            return;
        }
        Bodies.discardRest(ctx.req());
    }

    /** One object a line, each sent as it comes; who goes away before the last is told no more. */
    void lines(Consumer<Consumer<JsonValue.Fields>> tell) {
        ctx.status(200).contentType(JsonLines.MEDIA_TYPE);
        try {
            var out = new BufferedOutputStream(ctx.res().getOutputStream(), LINES_AT_ONCE);
            tell.accept(JsonLines.writing(out));
            out.flush();
        } catch (IOException | UncheckedIOException gone) {
            // A client that goes away is no failure, and there is nobody left to tell of one.
        }
    }

    void nothing() {
        ctx.status(204);
    }

    /** Has the answer outlive the handler, on a connection that HTTP has nothing to do with any more. */
    void goesOn() {
        goesOn = true;
    }

    /** As {@link #goesOn()}, until what {@code start} gives is complete. */
    void goesOn(Supplier<CompletableFuture<Void>> start) {
        goesOn = true;
        ctx.future(start::get);
    }

    boolean isGoingOn() {
        return goesOn;
    }

    /** What to run when an answer that goes on is over; keeps nothing of the call, which may be over long before. */
    Runnable whenOver(int status) {
        var told = over;
        return () -> told.accept(status);
    }
}
