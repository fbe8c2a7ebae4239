package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.MachineId;
import dev.chatsessions.PageCursor;
import dev.chatsessions.WorkerId;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.worker.WorkerApplication;
import dev.chatsessions.worker.WorkerChallenge;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /workers}: how programs become workers of users, and what users do with theirs. */
final class HiringRoutes {

    private static final int USUAL_PAGE = 50;

    private static final int USUAL_ANSWERS = 64;

    private final ChatSessions chat;

    HiringRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/workers/register", Access.ANYBODY, this::register),
                Route.post("/workers/token", Access.ANYBODY, this::redeem),
                Route.post("/workers/approve", Access.CALLERS, this::approve),
                Route.post("/workers/deny", Access.CALLERS, this::deny),
                Route.get("/workers", Access.CALLERS, this::list),
                Route.get("/workers/{id}", Access.CALLERS, this::find),
                Route.patch("/workers/{id}", Access.CALLERS, this::rename),
                Route.delete("/workers/{id}", Access.CALLERS, this::revoke));
    }

    private void register(Call call) {
        var body = call.body();
        var answers = body.wholeNumber("answers_at_once", 1, WorkerApplication.MOST_ANSWERS)
                .orElse(USUAL_ANSWERS);
        var application = new WorkerApplication(worker(body), machine(body), body.text("name"), (int) answers);
        call.json(201, Challenge.from(chat.workers().register(application, call.from())));
    }

    private void redeem(Call call) {
        call.json(200, Token.from(chat.workers().redeem(call.body().text("device_code"))));
    }

    private void approve(Call call) {
        var body = call.body().ofUser(call.user().value());
        var code = body.ifText("user_code").orElse("");
        call.json(200, WorkerJson.from(chat.workers().approve(call.caller(), code, call.from())));
    }

    private void deny(Call call) {
        var body = call.body().ofUser(call.user().value());
        chat.workers().deny(call.caller(), body.ifText("user_code").orElse(""), call.from());
        call.nothing();
    }

    private void list(Call call) {
        call.user();
        var page = call.parameters()
                .page("cursor", USUAL_PAGE, request -> chat.workers().list(call.caller(), request));
        call.json(
                200,
                new Workers(
                        page.items().stream().map(WorkerJson::from).toList(),
                        page.next().map(PageCursor::value)));
    }

    private void find(Call call) {
        call.user();
        call.json(200, WorkerJson.from(chat.workers().find(call.caller(), workerId(call))));
    }

    private void rename(Call call) {
        var body = call.body().ofUser(call.user().value());
        var renamed = chat.workers().rename(call.caller(), workerId(call), body.text("name"));
        call.json(200, WorkerJson.from(renamed));
    }

    private void revoke(Call call) {
        chat.workers().revoke(call.caller(), workerId(call));
        call.nothing();
    }

    static WorkerId workerId(Call call) {
        try {
            return new WorkerId(call.parameters().path("id"));
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no worker has this id");
        }
    }

    private static WorkerId worker(Body body) {
        try {
            return new WorkerId(body.text("worker_id"));
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("worker_id", "must be 1 to 64 of A-Z, a-z, 0-9, _ and -");
        }
    }

    private static MachineId machine(Body body) {
        try {
            return new MachineId(body.text("machine_id"));
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("machine_id", "must be 1 to 64 of A-Z, a-z, 0-9, _ and -");
        }
    }

    record Challenge(String deviceCode, String userCode, long expiresIn, long interval) {
        static Challenge from(WorkerChallenge challenge) {
            return new Challenge(
                    challenge.deviceCode(),
                    challenge.userCode(),
                    challenge.expiresIn().toSeconds(),
                    challenge.interval().toSeconds());
        }
    }

    record Token(String token, String tokenId, Instant expiresAt) {
        static Token from(IssuedToken issued) {
            return new Token(issued.secret(), issued.id().toString(), issued.expiresAt());
        }
    }

    record Workers(
            List<WorkerJson> items,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> nextCursor) {}
}
