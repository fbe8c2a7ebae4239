package dev.chatsessions.adapter.javalin;

import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Answers what no route takes: a path that nobody has, and one that is there for other methods only. */
final class Unrouted {

    private final JavalinState state;

    private final Edge edge;

    Unrouted(JavalinState state, Edge edge) {
        this.state = state;
        this.edge = edge;
    }

    /** Refuses the methods that a path of ours has not, unless somebody else has it for them. */
    void refuse(Context ctx, String path, Set<String> own) {
        var method = ctx.method().name();
        if (own.contains(method) && !method.equals("OPTIONS")) {
            return;
        }
        // The same address may be one of another route's too.
        var allowed = new LinkedHashSet<>(own);
        routed(ctx).forEach(allowed::add);
        if (method.equals("OPTIONS") || !allowed.contains(method)) {
            otherMethod(ctx, path, allowed);
        }
    }

    /** Refuses a path that nobody has, and the methods that another's path or file has not. */
    void refuse(Context ctx) {
        var known = new LinkedHashSet<>(routed(ctx).toList());
        if (isFile(ctx)) {
            known.add(HandlerType.GET.name());
        }
        if (known.isEmpty()) {
            edge.answerUnknownPath(ctx);
            ctx.skipRemainingHandlers();
            return;
        }
        if (known.contains(HandlerType.GET.name())) {
            known.add(HandlerType.HEAD.name());
        }
        if (!known.contains(ctx.method().name())) {
            otherMethod(ctx, "unknown", known);
        }
    }

    private void otherMethod(Context ctx, String path, Set<String> allowed) {
        edge.answerOtherMethod(ctx, path, String.join(", ", allowed));
        ctx.skipRemainingHandlers();
    }

    private boolean isFile(Context ctx) {
        return Optional.ofNullable(state.resourceHandler)
                .filter(handler -> handler.canHandle(ctx))
                .isPresent();
    }

    /** The methods for which some route matches the request's path. */
    private Stream<String> routed(Context ctx) {
        var path = ctx.path().substring(ctx.contextPath().length());
        return HandlerType.commonHttp().stream()
                .filter(method -> state.internalRouter.hasHttpHandlerEntry(method, path))
                .map(HandlerType::name);
    }
}
