package dev.chatsessions.adapter.javalin;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /openapi.json}, {@code /asyncapi.json} and {@code /docs}: what is installed here. Put together when first asked for,
 * as most servers are never asked.
 */
final class DocsRoutes {

    /** The page brings everything it needs, and runs nothing. */
    static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Supplier<List<Route>> installed;

    private final String prefix;

    private Optional<Documents> documents = Optional.empty();

    DocsRoutes(Supplier<List<Route>> installed, String prefix) {
        this.installed = installed;
        this.prefix = prefix;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/openapi.json",
                        Access.ANYBODY,
                        call -> json(call, documents().openApi())),
                Route.get(
                        "/asyncapi.json",
                        Access.ANYBODY,
                        call -> json(call, documents().asyncApi())),
                Route.page("/docs", Produces.PAGE, this::page),
                Route.page("/docs/style.css", Produces.STYLE, this::style));
    }

    private static void json(Call call, String document) {
        call.ctx().contentType("application/json").result(document);
    }

    private void page(Call call) {
        call.ctx().header("Content-Security-Policy", PAGE_POLICY);
        call.ctx().contentType("text/html; charset=utf-8").result(documents().page());
    }

    private void style(Call call) {
        call.ctx().contentType("text/css; charset=utf-8").result(Descriptions.text("style.css"));
    }

    private synchronized Documents documents() {
        var made = documents.orElseGet(() -> Documents.of(installed.get(), prefix));
        documents = Optional.of(made);
        return made;
    }
}
