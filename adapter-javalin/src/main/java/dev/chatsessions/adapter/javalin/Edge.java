package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every route has in common: names the request, lets it in or not, tells failures, writes one line of log. */
final class Edge {

    private static final Logger FAILURES = LoggerFactory.getLogger("dev.chatsessions.http");

    private final Callers callers;

    private final CrossOrigin crossOrigin;

    private final RateLimits perAddress;

    private final RateLimits perCaller;

    private final Bodies bodies;

    private final HttpObserver observer;

    Edge(Callers callers, HttpSettings settings, HttpObserver observer) {
        this.callers = callers;
        this.crossOrigin = new CrossOrigin(settings.origins());
        this.perAddress = new RateLimits(settings.perAddress());
        this.perCaller = new RateLimits(settings.perCaller());
        this.bodies = new Bodies(settings.bodyBytes());
        this.observer = observer;
    }

    /** Answers a request to {@code route}. */
    void answer(Context ctx, Route route) {
        run(ctx, route.path(), call -> {
            crossOrigin.mark(ctx);
            call.on(route);
            route.tellSubject(ctx, call.log());
            try {
                admit(call, route);
            } catch (Unauthenticated stranger) {
                route.stranger().answer(call, stranger);
                return;
            }
            route.endpoint().answer(call);
        });
    }

    /** Answers a request to a path of ours with a method that it has not. */
    void answerOtherMethod(Context ctx, String path, String allow) {
        run(ctx, path, call -> {
            if (!ctx.method().name().equals("OPTIONS")) {
                crossOrigin.mark(ctx);
                throw Refusal.methodNotAllowed(allow);
            }
            crossOrigin.markPreflight(ctx, allow);
            ctx.header("Allow", allow);
            call.nothing();
        });
    }

    /** Answers a request to a path that nobody has. */
    void answerUnknownPath(Context ctx) {
        run(ctx, "unknown", call -> {
            crossOrigin.mark(ctx);
            throw Refusal.notFound();
        });
    }

    /** Answers a request that failed outside of our routes, unless its answer is on the way or nobody waits for it. */
    void answerFailure(Context ctx, Throwable failure) {
        if (isAnswered(ctx)) {
            return;
        }
        run(ctx, "unknown", call -> {
            throw failure instanceof Exception exception ? exception : new IllegalStateException(failure);
        });
    }

    private static boolean isAnswered(Context ctx) {
        try {
            return ctx.res().isCommitted();
        } catch (IllegalStateException takenBack) {
            return true;
        }
    }

    private void run(Context ctx, String path, Route.Endpoint step) {
        var method = method(ctx);
        var requestId = RequestIds.of(ctx.header(RequestIds.HEADER));
        var exchange =
                observer.begun(new HttpObserver.Request(method, path, name -> Optional.ofNullable(ctx.header(name))));
        var log = new RequestLog(method, path, requestId, exchange.traceId().or(() -> TraceParent.traceId(ctx.req())));
        IntConsumer over = status -> {
            exchange.over(status);
            log.write(status);
        };
        var call = new Call(ctx, requestId, bodies, log, over);
        head(call);
        try {
            step.answer(call);
        } catch (Exception | StackOverflowError failure) {
            tell(call, failure);
        } finally {
            log.left();
            exchange.handled(
                    call.isSocket() && call.isGoingOn() ? 101 : ctx.res().getStatus());
        }
        if (!call.isGoingOn()) {
            over.accept(ctx.res().getStatus());
        }
    }

    private static void head(Call call) {
        call.ctx().header(RequestIds.HEADER, call.requestId());
        call.ctx().header("X-Content-Type-Options", "nosniff");
        call.ctx().header("Cache-Control", "no-store");
        call.ctx().header("Referrer-Policy", "no-referrer");
        call.ctx().header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }

    private void admit(Call call, Route route) {
        var ctx = call.ctx();
        perAddress.draw(ctx.req().getRemoteAddr());
        route.produces().requireAccepted(Collections.list(ctx.req().getHeaders("Accept")));
        if (route.isSocket()) {
            Upgrade.require(ctx.req());
        }
        call.with(Parameters.of(ctx));
        if (route.access() == Access.ANYBODY) {
            return;
        }
        var visitor = callers.identify(ctx, route.tokenParameter().flatMap(call.parameters()::query));
        if (visitor.ambient()) {
            crossOrigin.requireOwnPage(ctx, route.isSocket());
        }
        call.by(visitor);
        perCaller.draw(visitor.caller().key());
        if (route.access() == Access.ADMINS && !(visitor.caller() instanceof Caller.Admin)) {
            throw new Forbidden("only admins may do this");
        }
        if (route.access() == Access.WORKERS && !(visitor.caller() instanceof Caller.Worker)) {
            throw new Forbidden("only workers may do this");
        }
    }

    private static void tell(Call call, Throwable failure) {
        var problem = Problem.of(failure);
        if (problem.status() == 500) {
            FAILURES.error("failed", failure);
        } else if (problem.status() == 503 && failure.getCause() != null) {
            // The client is told to come back; only here can anybody learn what was away, and why.
            FAILURES.warn("was answered {}", problem.code(), failure);
        }
        problem.headers().forEach(call.ctx()::header);
        call.refuse(problem.status(), Problem.MEDIA_TYPE, Json.bytes(problem.body(call.requestId())));
    }

    /** A method is the client's own text, so only the known ones are written down. */
    private static String method(Context ctx) {
        var name = ctx.method().name();
        return name.matches("[A-Z]{1,10}") ? name : "other";
    }
}
