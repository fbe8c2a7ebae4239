package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.BadInputRows.alike;

/** JSON whose fields are of the wrong type, out of bounds, or not for clients to set. */
record BadFields(Target target) {

    void addTo(BadInputRows rows) {
        messages(rows);
        numbers(rows);
        readOnly(rows);
    }

    private void messages(BadInputRows rows) {
        rows.refused("H027", () -> target.chat("{\"message\":\"\"}"));
        rows.refused("H029", () -> target.chat("{\"message\":5}"));
        rows.refused("H030", () -> target.chat("{\"message\":{}}"));
        rows.refused("H031", () -> target.chat("{\"message\":\"" + "x".repeat(32_769) + "\"}"));
        rows.refused("H032", () -> target.chat("{\"message\":\"a\\u0000b\"}"));
        rows.refused("H033", () -> target.chat("{\"message\":\"a\\ud800\"}"));
    }

    private void numbers(BadInputRows rows) {
        rows.refused("H034", () -> issue("\"12\""));
        rows.refused("H035", () -> issue("1.9"));
        rows.refused("H036", () -> issue("99999999999"));
        rows.refused("H037", () -> alike(issue("0"), issue("-1"), issue("31622401")));
    }

    private void readOnly(BadInputRows rows) {
        rows.refused("H043", () -> chatWith("\"admin\":true"));
        rows.refused("H044", () -> chatWith("\"user_id\":\"ben\""));
        rows.refused("H045", () -> chatWith("\"id\":\"1\""));
        rows.refused("H046", () -> alike(chatWith("\"seq\":1"), chatWith("\"created_at\":\"x\"")));
        rows.refused("H047", () -> alike(chatWith("\"role\":\"system\""), chatWith("\"role\":\"assistant\"")));
    }

    private Answer chatWith(String field) {
        return target.chat("{\"message\":\"hi\"," + field + "}");
    }

    private Answer issue(String ttl) {
        var body = "{\"user_id\":\"x\",\"ttl\":" + ttl + "}";
        return Answer.of(target.server.post(TestServer.ADMIN_TOKEN, "/admin/tokens", body));
    }
}
