package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.BadInputRows.alike;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.UserId;
import dev.chatsessions.adapter.javalin.HttpSettings.RateLimit;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Calls that are well made and come at the wrong time. */
record BadStates(Target target) {

    void addTo(BadInputRows rows) {
        rows.refused("H082", this::messageOfSomebodyElse);
        rows.refused("H085", () -> target.get("/chat/history?thread_id=" + target.deletedThread()));
        rows.refused("H096", this::sameKeyForAnotherQuestion);
        rows.refused("H097", this::askedInAnEndedSession);
        rows.refused("H098", this::askedWhileBusy);
        rows.refused("H102", this::askedTooOften);
        rows.refused("H103", this::askedOverTheBudget);
        rows.refused("H104", this::withoutStorage);
    }

    private Answer messageOfSomebodyElse() {
        var said = target.server
                .chat
                .threads()
                .append(Target.ANA, target.thread, List.of(NewMessage.assistant("hers")), RequestKey.none())
                .messages()
                .get(0)
                .id();
        assertEquals(200, target.get(message(target.thread, said)).status());
        var ben = target.token("ben");
        return alike(
                Answer.of(target.server.get(ben, message(target.thread, said))),
                Answer.of(target.server.get(ben, message(UUID.randomUUID(), UUID.randomUUID()))),
                target.get(message(target.thread, UUID.randomUUID())),
                target.get(message(target.thread, "none")));
    }

    private static String message(Object thread, Object message) {
        return "/threads/" + thread + "/messages/" + message;
    }

    private Answer sameKeyForAnotherQuestion() {
        target.assistant.say("once").finish();
        assertEquals(200, keyed("{\"message\":\"hi\",\"thread_id\":\"keys\"}").status());
        return keyed("{\"message\":\"other\",\"thread_id\":\"keys\"}");
    }

    private Answer keyed(String body) {
        return target.send(target.chatRequest("application/json")
                .header("Idempotency-Key", "reused")
                .POST(BodyPublishers.ofString(body)));
    }

    private Answer askedInAnEndedSession() {
        var ended = target.startSession("chat-ended");
        var chat = target.server.chat;
        var inside =
                chat.threads().open(Target.ANA, ended, ThreadStart.unnamed()).id();
        chat.sessions().end(Target.ANA, ended, ExpectedVersion.any());
        return target.chat("{\"message\":\"hi\",\"thread_id\":\"" + inside + "\"}");
    }

    private Answer askedWhileBusy() {
        try (var busy = target.askWith("{\"message\":\"hi\",\"thread_id\":\"busy\"}")) {
            target.assistant.say("working");
            busy.event("token");
            var answer = target.chat("{\"message\":\"hi\",\"thread_id\":\"busy\",\"turn_policy\":\"reject\"}");
            target.assistant.finish();
            busy.event("done");
            return answer;
        }
    }

    private Answer askedTooOften() {
        try (var strict = new Target(settings -> settings.perCaller(new RateLimit(1, Duration.ofHours(1))))) {
            strict.get("/me");
            return strict.get("/me");
        }
    }

    private Answer askedOverTheBudget() {
        var ana = Optional.of(new UserId("ana"));
        var budget = new Budget(ana, Optional.empty(), BudgetPeriod.DAY, ZoneOffset.UTC, 1, 1);
        var usage = target.server.chat.usage();
        usage.put(Caller.admin("ops"), budget);
        try {
            return target.chat("{\"message\":\"hi\",\"thread_id\":\"spent\"}");
        } finally {
            usage.remove(Caller.admin("ops"), budget.key());
        }
    }

    private Answer withoutStorage() {
        target.storage.lose();
        try {
            return target.get("/chat/history");
        } finally {
            target.storage.find();
        }
    }
}
