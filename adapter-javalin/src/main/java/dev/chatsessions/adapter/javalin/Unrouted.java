package dev.chatsessions.adapter.javalin;

import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers what no route takes: a path that nobody has, and one that is there for other methods only. */
final class Unrouted {

    private final JavalinState state;

    private final Edge edge;

    private final String prefix;

    private final Map<String, Set<String>> own;

    private final boolean everything;

    /**
     * @param own the paths of our routes behind the prefix, with their methods
     * @param everything whether what is nobody's, or another's, is refused here too
     */
    Unrouted(JavalinState state, Edge edge, String prefix, Map<String, Set<String>> own, boolean everything) {
        this.state = state;
        this.edge = edge;
        this.prefix = prefix;
        this.own = own;
        this.everything = everything;
    }

    /** One look before each request; to have one at each path would compare every request with all of them. */
    void install() {
        state.routes.before(prefix.isEmpty() ? "*" : prefix + "/*", this::refuse);
    }

    private void refuse(Context ctx) {
        var path = ctx.path().substring(ctx.contextPath().length());
        if (ctx.method() != HandlerType.OPTIONS && state.internalRouter.hasHttpHandlerEntry(ctx.method(), path)) {
            return;
        }
        var there = endpoints(path);
        var ours = there.stream()
                .map(endpoint -> endpoint.path.substring(prefix.length()))
                .filter(own::containsKey)
                .findFirst();
        if (ours.isPresent()) {
            // The same address may be one of another route's too.
            var allowed = new LinkedHashSet<>(own.get(ours.get()));
            allowed.addAll(methods(there));
            otherMethod(ctx, ours.get(), allowed);
        } else if (everything) {
            refuseElsewhere(ctx, methods(there));
        }
    }

    private List<Endpoint> endpoints(String path) {
        return HandlerType.commonHttp().stream()
                .flatMap(method -> state.internalRouter.findHttpHandlerEntries(method, path).stream())
                .map(entry -> entry.endpoint)
                .filter(endpoint -> endpoint.path.startsWith(prefix))
                .toList();
    }

    private static Set<String> methods(List<Endpoint> endpoints) {
        var methods = new LinkedHashSet<String>();
        endpoints.forEach(endpoint -> methods.add(endpoint.method.name()));
        return methods;
    }

    private void refuseElsewhere(Context ctx, Set<String> known) {
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
}
