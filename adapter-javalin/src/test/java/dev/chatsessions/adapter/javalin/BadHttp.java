package dev.chatsessions.adapter.javalin;

/** Paths, methods, headers and framing that no route has. */
record BadHttp(Target target) {

    void addTo(BadInputRows rows) {
        rows.refused("H084", () -> target.raw("GET /sessions/a%2Fb/events"));
        rows.refused("H086", () -> Answer.of(target.server.delete(target.ana, "/me/sessions")));
        rows.refused("H087", () -> target.raw("TRACE /me"));
        rows.refused("H088", () -> target.raw("FOO /me"));
        rows.refused(
                "H089",
                () -> target.send(target.server
                        .request(target.ana, "/me")
                        .header("Accept", "application/xml")
                        .GET()));
        rows.refused("H091", () -> target.raw("GET /me", "X-Large: " + "x".repeat(9 * 1024)));
        rows.refused("H092", () -> target.raw("POST /chat", "Content-Length: 3", "Transfer-Encoding: chunked"));
        rows.refused("H093", () -> target.raw("POST /chat", "Content-Length: 3", "Content-Length: 4"));
        rows.refused("H094", () -> target.rawest("GET /me HTTP/1.1\r\n\r\n"));
    }
}
