package dev.chatsessions.adapter.javalin;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which pages of other origins may call, by exact match; and that none does so with a cookie unless it is listed. */
record CrossOrigin(Set<String> allowed) {

    CrossOrigin {
        allowed = allowed.stream().map(CrossOrigin::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** Tells a browser that a listed page may read the answer. */
    void mark(Context ctx) {
        if (allowed.isEmpty()) {
            return;
        }
        ctx.res().addHeader("Vary", "Origin");
        if (isListed(ctx)) {
            ctx.header("Access-Control-Allow-Origin", ctx.header("Origin"));
            ctx.header("Access-Control-Allow-Credentials", "true");
            ctx.header("Access-Control-Expose-Headers", RequestIds.HEADER + ", Retry-After");
        }
    }

    /** Answers the question that a browser asks before the call itself. */
    void markPreflight(Context ctx, String methods) {
        mark(ctx);
        if (isListed(ctx) && ctx.header("Access-Control-Request-Method") != null) {
            ctx.header("Access-Control-Allow-Methods", methods);
            ctx.header(
                    "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, " + RequestIds.HEADER);
            ctx.header("Access-Control-Max-Age", "600");
        }
    }

    /**
     * Refuses a call whose credential the browser added by itself, unless it comes from our own or a listed page.
     *
     * @param named whether it has to say which page it comes from, as browsers do for each WebSocket, to which no other rule
     *     of theirs applies
     */
    void requireOwnPage(Context ctx, boolean named) {
        if (isListed(ctx)) {
            return;
        }
        var site = ctx.header("Sec-Fetch-Site");
        var origin = ctx.header("Origin");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw Refusal.foreignPage();
        }
        if (origin == null ? named : !isOwn(origin, ctx.header("Host"))) {
            throw Refusal.foreignPage();
        }
    }

    private boolean isListed(Context ctx) {
        var origin = ctx.header("Origin");
        return origin != null && allowed.contains(normal(origin));
    }

    /** As browsers write it: in lower case, without the port that goes without saying. */
    private static String normal(String origin) {
        var lower = origin.toLowerCase(Locale.ROOT);
        return lower.startsWith("https:") ? lower.replaceFirst(":443$", "") : lower.replaceFirst(":80$", "");
    }

    private static boolean isOwn(String origin, String host) {
        try {
            var page = URI.create(normal(origin));
            return page.getRawAuthority() != null
                    && host != null
                    && normal(page.getScheme() + "://" + host).equals(normal(origin));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
