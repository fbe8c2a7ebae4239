package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.examples.worker.ServerApi.Told;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** How a program becomes its user's worker, as in RFC 8628: it shows a code, and asks until its user has approved it. */
final class Registration {

    private static final Duration SLOWER = Duration.ofSeconds(5);

    /** A server that is away is asked for no less often than that. */
    private static final Duration SLOWEST = Duration.ofMinutes(1);

    private final ServerApi server;

    private final WorkerState state;

    private final WorkerSettings settings;

    private final Consumer<String> say;

    private final Predicate<Duration> closedWithin;

    /** @param closedWithin waits, and says whether the worker was closed meanwhile */
    Registration(
            ServerApi server,
            WorkerState state,
            WorkerSettings settings,
            Consumer<String> say,
            Predicate<Duration> closedWithin) {
        this.server = server;
        this.state = state;
        this.settings = settings;
        this.say = say;
        this.closedWithin = closedWithin;
    }

    /** Returns once there is a token. Codes that grew too old are replaced by new ones. */
    void complete() throws Away {
        var token = Optional.<Told>empty();
        while (token.isEmpty()) {
            var codes = server.persistently(() -> server.post("/workers/register", application()))
                    .body();
            say.accept("to approve this worker, enter the code "
                    + codes.path("user_code").asText() + " at " + settings.server() + " within " + minutes(codes)
                    + " minutes");
            token = token(codes);
        }
        state.keepToken(token.get());
        say.accept("approved");
    }

    private ObjectNode application() {
        return ServerApi.fields()
                .put("worker_id", state.worker())
                .put("machine_id", state.machine())
                .put("name", settings.name())
                .put("answers_at_once", settings.answersAtOnce());
    }

    private static long minutes(JsonNode codes) {
        return Duration.ofSeconds(codes.path("expires_in").asLong()).toMinutes();
    }

    /** Empty when the codes are good no more. */
    private Optional<Told> token(JsonNode codes) throws Away {
        var interval = Duration.ofSeconds(codes.path("interval").asLong(SLOWER.toSeconds()));
        var question =
                ServerApi.fields().put("device_code", codes.path("device_code").asText());
        while (true) {
            if (closedWithin.test(interval)) {
                throw new Away("stopped while waiting to be approved", Optional.empty(), null);
            }
            try {
                return Optional.of(server.post("/workers/token", question));
            } catch (Away away) {
                interval = slower(interval);
            } catch (Refused refused) {
                switch (refused.code()) {
                    case "worker-pending" -> {
                        // The user has not decided.
                    }
                    case "slow-down" -> interval = longer(interval, refused.problem());
                    case "expired-token", "invalid-grant" -> {
                        return Optional.empty();
                    }
                    case "access-denied" ->
                        throw new WorkerFailure(WorkerFailure.UNWANTED, "the user does not want this worker");
                    default -> throw refused;
                }
            }
        }
    }

    private static Duration slower(Duration interval) {
        var next = interval.plus(SLOWER);
        return next.compareTo(SLOWEST) < 0 ? next : SLOWEST;
    }

    private static Duration longer(Duration interval, JsonNode problem) {
        return Duration.ofSeconds(
                problem.path("interval").asLong(interval.plus(SLOWER).toSeconds()));
    }
}
