package dev.chatsessions.adapter.javalin;

import java.util.List;

/** The documents of a server as they are sent, and both as a page. */
record Documents(String openApi, String asyncApi, String page) {

    static Documents of(List<Route> routes, String prefix) {
        var openApi = OpenApi.of(routes, prefix);
        var asyncApi = AsyncApi.of(routes);
        return new Documents(openApi.toString(), asyncApi.toString(), DocsPage.of(openApi, asyncApi));
    }
}
