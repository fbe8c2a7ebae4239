package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One route: who may call it, what it answers with, and how.
 *
 * @param stranger answers a call without a good credential
 * @param tokenParameter where in the query a token is accepted; empty for nowhere
 */
record Route(
        HandlerType method,
        String path,
        Access access,
        Produces produces,
        Endpoint endpoint,
        Stranger stranger,
        Optional<String> tokenParameter) {

    private static final Pattern SUBJECT =
            Pattern.compile("/(sessions|worker-sessions|chat-sessions|threads|conversations|replies)/\\{id}");

    private static final Stranger REFUSED = (call, failure) -> {
        throw failure;
    };

    private Route(HandlerType method, String path, Access access, Produces produces, Endpoint endpoint) {
        this(method, path, access, produces, endpoint, REFUSED, Optional.empty());
    }

    static Route get(String path, Access access, Endpoint endpoint) {
        return new Route(HandlerType.GET, path, access, Produces.JSON, endpoint);
    }

    /** What a browser asks for by itself, and shows to anybody. */
    static Route page(String path, Produces produces, Endpoint endpoint) {
        return new Route(HandlerType.GET, path, Access.ANYBODY, produces, endpoint);
    }

    static Route post(String path, Access access, Endpoint endpoint) {
        return new Route(HandlerType.POST, path, access, Produces.JSON, endpoint);
    }

    static Route patch(String path, Access access, Endpoint endpoint) {
        return new Route(HandlerType.PATCH, path, access, Produces.JSON, endpoint);
    }

    static Route put(String path, Access access, Endpoint endpoint) {
        return new Route(HandlerType.PUT, path, access, Produces.JSON, endpoint);
    }

    static Route delete(String path, Access access, Endpoint endpoint) {
        return new Route(HandlerType.DELETE, path, access, Produces.JSON, endpoint);
    }

    static Route stream(HandlerType method, String path, Endpoint endpoint) {
        return new Route(method, path, Access.CALLERS, Produces.EVENTS, endpoint);
    }

    /** The same stream on a WebSocket, where a stranger is told so: a page is not shown the answer to a handshake. */
    static Route socket(String path, Endpoint endpoint, Stranger stranger) {
        return new Route(HandlerType.GET, path, Access.CALLERS, Produces.FRAMES, endpoint, stranger, Optional.empty());
    }

    /** The same route where a document has its clients show their token in the query. */
    Route withTokenIn(String parameter) {
        return new Route(method, path, access, produces, endpoint, stranger, Optional.of(parameter));
    }

    boolean isSocket() {
        return produces == Produces.FRAMES;
    }

    /** What its paths look like. */
    String pathPattern() {
        return path.replaceAll("\\{[a-z]+\\}", "[^/]+");
    }

    /** What a request to it is about, as far as its path tells by an id that is one. */
    void tellSubject(Context ctx, RequestLog log) {
        var named = SUBJECT.matcher(path);
        if (!named.find()) {
            return;
        }
        try {
            var id = ctx.pathParam("id");
            switch (named.group(1)) {
                case "threads", "conversations" -> log.about(ThreadId.parse(id));
                case "replies" -> log.about(ReplyId.parse(id));
                default -> log.about(SessionId.parse(id));
            }
        } catch (IllegalArgumentException noId) {
            // It names nothing.
        }
    }

    /** As lists of routes name it. */
    String name() {
        return (isSocket() ? "WS" : method.name()) + " " + path;
    }

    /** Parses, makes one call, renders. */
    interface Endpoint {
        void answer(Call call) throws Exception;
    }

    /** Tells somebody that there is no good credential. */
    interface Stranger {
        void answer(Call call, Unauthenticated failure) throws Exception;
    }
}
