package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.core.BuiltInAssistant;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageRoutesTest {

    private final TestServer server =
            new TestServer(BuiltInAssistant.instant(), settings -> settings.unlimitedRate(), options -> options);

    private final String ana = server.token("ana");

    private final String ben = server.token("ben");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everybody_reads_what_he_spent_and_how_his_budget_stands() {
        put("{\"period\":\"month\",\"zone\":\"Europe/Berlin\",\"tokens\":100000,\"reserve\":500}");
        asked(ana, "Hello");

        var usage = Wire.ok(200, server.get(ana, "/usage/me"));

        var spent = usage.path("total").path("tokens").asLong();
        assertTrue(spent > 0, usage::toString);
        assertEquals("ana", usage.path("user_id").asText());
        assertEquals(
                spent, usage.path("models").path(0).path("total").path("tokens").asLong());
        assertEquals(30, usage.path("days").size());
        assertEquals(spent, usage.path("days").path(29).path("tokens").asLong());
        assertEquals(usage, Wire.ok(200, admin("/admin/users/ana/usage")));
        assertEquals(
                1,
                Wire.ok(200, server.get(ana, "/usage/me?days=1")).path("days").size());
        assertEquals(400, server.get(ana, "/usage/me?days=0").statusCode());
        assertEquals(400, admin("/admin/users/ana/usage?days=367").statusCode());
        var budget = usage.path("budgets").path(0);
        assertEquals(spent, budget.path("used").asLong());
        assertEquals(100_000 - spent, budget.path("remaining").asLong());
        assertEquals(0, budget.path("reserved").asLong());
        assertEquals("month", budget.path("period").asText());
        assertTrue(Instant.parse(budget.path("resets_at").asText())
                .isAfter(Instant.parse(budget.path("starts_at").asText())));
        var statistics = Wire.ok(200, server.get(ana, "/chat/sessions"));
        assertEquals(spent, statistics.path("total_tokens_used").asLong());
        var nothing = Wire.ok(200, server.get(ben, "/usage/me"));
        assertEquals(0, nothing.path("total").path("tokens").asLong());
        assertEquals(0, nothing.path("budgets").path(0).path("used").asLong());
    }

    @Test
    void over_the_budget_nothing_is_answered_before_the_time_that_is_told() {
        put("{\"user_id\":\"ana\",\"period\":\"day\",\"tokens\":20,\"reserve\":20}");
        asked(ana, "Hello");

        for (var path : List.of("/chat", "/chat/stream")) {
            var refused = server.post(ana, path, "{\"message\":\"Hello again\"}");

            var problem = Wire.json(refused.body());
            assertEquals(429, refused.statusCode());
            assertEquals("quota-exceeded", problem.path("code").asText());
            assertEquals(20, problem.path("tokens").asLong());
            assertTrue(problem.path("remaining").asLong() < 20, refused::body);
            assertTrue(problem.path("resets_at").asText().endsWith("T00:00:00Z"), refused::body);
            var wait =
                    Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow());
            assertTrue(wait > 0 && wait <= 86_400, () -> "Retry-After: " + wait);
        }
        assertEquals(
                2,
                Wire.ok(200, server.get(ana, "/chat/history"))
                        .path("message_count")
                        .asLong());
        asked(ben, "Hello");
    }

    @Test
    void admins_set_list_and_remove_budgets() {
        put("{\"period\":\"day\",\"tokens\":1000}");
        put("{\"user_id\":\"ana\",\"model\":\"m\",\"period\":\"month\",\"tokens\":9000}");

        var first = Wire.ok(200, admin("/admin/budgets?limit=1"));
        var second = Wire.ok(
                200,
                admin("/admin/budgets?limit=1&cursor="
                        + first.path("next_cursor").asText()));

        assertEquals(
                "{\"user_id\":null,\"model\":null,\"period\":\"day\",\"zone\":\"UTC\",\"tokens\":1000,\"reserve\":1000}",
                first.path("budgets").path(0).toString());
        assertEquals(
                "{\"user_id\":\"ana\",\"model\":\"m\",\"period\":\"month\",\"zone\":\"UTC\",\"tokens\":9000,\"reserve\":4096}",
                second.path("budgets").path(0).toString());
        var removed = "/admin/budgets?user_id=ana&model=m&period=month";
        assertEquals(204, server.delete(TestServer.ADMIN_TOKEN, removed).statusCode());
        assertEquals(404, server.delete(TestServer.ADMIN_TOKEN, removed).statusCode());
        assertEquals(
                400, server.delete(TestServer.ADMIN_TOKEN, "/admin/budgets").statusCode());
    }

    @Test
    void what_is_no_budget_is_refused_by_the_field_at_fault() {
        refused("period", "{\"tokens\":1000}");
        refused("period", "{\"tokens\":1000,\"period\":\"year\"}");
        refused("tokens", "{\"period\":\"day\"}");
        refused("tokens", "{\"period\":\"day\",\"tokens\":-1}");
        refused("tokens", "{\"period\":\"day\",\"tokens\":1.5}");
        refused("tokens", "{\"period\":\"day\",\"tokens\":1000000000000001}");
        refused("reserve", "{\"period\":\"day\",\"tokens\":10,\"reserve\":11}");
        refused("zone", "{\"period\":\"day\",\"tokens\":10,\"zone\":\"Mars/Olympus\"}");
        refused("model", "{\"period\":\"day\",\"tokens\":10,\"model\":\" \"}");
        refused("user_id", "{\"period\":\"day\",\"tokens\":10,\"user_id\":\"\"}");
    }

    @Test
    void admins_see_who_spent_most() {
        asked(ana, "Hello, this is a question of many words, and therefore of many tokens");
        asked(ben, "Hi");

        var leaders = Wire.ok(200, admin("/admin/usage/leaders?days=1&limit=5"));

        assertEquals(List.of("ana", "ben"), Wire.texts(leaders.path("leaders"), "user_id"));
        var spent = Wire.ok(200, server.get(ana, "/usage/me")).path("total").path("tokens");
        assertEquals(spent, leaders.path("leaders").path(0).path("total_tokens"));
        for (var wrong : List.of("days=0", "days=367", "days=x", "limit=0", "limit=1001")) {
            assertEquals(400, admin("/admin/usage/leaders?" + wrong).statusCode(), wrong);
        }
    }

    @Test
    void admins_see_who_chatted_who_wrote_most_and_what_was_said() {
        asked(ana, "Hello");
        asked(ben, "Hi");
        asked(ben, "And again");

        var first = Wire.ok(200, admin("/admin/users/activity?hours=1&limit=1"));
        var second = Wire.ok(
                200,
                admin("/admin/users/activity?hours=1&limit=1&cursor="
                        + first.path("next_cursor").asText()));
        var writers =
                Wire.ok(200, admin("/admin/users/messages?days=1&limit=5")).path("users");
        var newest = Wire.ok(200, admin("/admin/conversations/recent?user_id=ben&limit=3"));
        var oldest = Wire.ok(
                200,
                admin("/admin/conversations/recent?user_id=ben&thread_id=user-ben&limit=3&cursor="
                        + newest.path("next_cursor").asText()));

        assertEquals(List.of("ben"), Wire.texts(first.path("users"), "user_id"));
        var threads = first.path("users").path(0).path("threads");
        assertEquals(List.of("user-ben"), Wire.texts(threads, "thread_id"));
        assertEquals(4, threads.path(0).path("message_count").asLong());
        assertEquals(List.of("ana"), Wire.texts(second.path("users"), "user_id"));
        assertTrue(second.path("next_cursor").isNull(), second::toString);
        assertEquals(List.of("ben", "ana"), Wire.texts(writers, "user_id"));
        assertEquals(4, writers.path(0).path("message_count").asLong());
        assertEquals(List.of("assistant", "user", "assistant"), Wire.texts(newest.path("messages"), "role"));
        assertEquals(
                "And again", newest.path("messages").path(1).path("content").asText());
        assertEquals(List.of("Hi"), Wire.texts(oldest.path("messages"), "content"));
        assertEquals(
                0,
                Wire.ok(200, admin("/admin/conversations/recent?user_id=nobody"))
                        .path("message_count")
                        .asLong());
        for (var wrong : List.of(
                "users/activity?hours=0",
                "users/activity?hours=8785",
                "users/activity?cursor=x",
                "users/messages?days=367",
                "users/messages?limit=1001",
                "conversations/recent",
                "conversations/recent?user_id=",
                "conversations/recent?user_id=ben&limit=1001")) {
            assertEquals(400, admin("/admin/" + wrong).statusCode(), wrong);
        }
    }

    private void refused(String field, String body) {
        var answer = putting(body);
        assertEquals(422, answer.statusCode(), answer::body);
        assertEquals(
                "#/" + field,
                Wire.json(answer.body()).path("errors").path(0).path("pointer").asText());
    }

    private void put(String body) {
        Wire.ok(200, putting(body));
    }

    private HttpResponse<String> putting(String body) {
        return server.send(server.request(TestServer.ADMIN_TOKEN, "/admin/budgets")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> admin(String path) {
        return server.get(TestServer.ADMIN_TOKEN, path);
    }

    private void asked(String user, String text) {
        Wire.ok(200, server.post(user, "/chat", "{\"message\":" + Wire.quoted(text) + "}"));
    }
}
