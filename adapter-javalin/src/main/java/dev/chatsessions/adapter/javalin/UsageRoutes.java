package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageCursor;
import dev.chatsessions.UserId;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.usage.BudgetWindow;
import dev.chatsessions.usage.DayTotal;
import dev.chatsessions.usage.ModelTotal;
import dev.chatsessions.usage.UsageTotal;
import dev.chatsessions.usage.UserTotal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What was spent, and what may be: {@code /usage}, {@code /admin/usage}, {@code /admin/users/{id}/usage} and
 * {@code /admin/budgets}.
 */
final class UsageRoutes {

    private static final int USUAL_PAGE = 50;

    private static final int USUAL_DAYS = 30;

    private static final int MOST_DAYS = 366;

    private static final int USUAL_LEADERS = 10;

    private static final int MOST_LEADERS = 1_000;

    private static final long USUAL_RESERVE = 4_096;

    private final ChatSessions chat;

    UsageRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> own() {
        return List.of(Route.get("/usage/me", Access.CALLERS, this::mine));
    }

    List<Route> ofEverybody() {
        return List.of(
                Route.get("/admin/usage/leaders", Access.ADMINS, this::leaders),
                Route.get("/admin/users/{id}/usage", Access.ADMINS, this::ofUser),
                Route.get("/admin/budgets", Access.ADMINS, this::budgets),
                Route.put("/admin/budgets", Access.ADMINS, this::put),
                Route.delete("/admin/budgets", Access.ADMINS, this::remove));
    }

    private void mine(Call call) {
        tell(call, call.user());
    }

    private void ofUser(Call call) {
        tell(call, ErasureRoutes.userId(call));
    }

    private void tell(Call call, UserId user) {
        var usage = chat.usage();
        call.json(
                200,
                new OfUser(
                        user.value(),
                        Total.from(usage.total(call.caller(), user)),
                        usage.days(call.caller(), user, days(call)).stream()
                                .map(OfDay::from)
                                .toList(),
                        usage.models(call.caller(), user).stream()
                                .map(OfModel::from)
                                .toList(),
                        usage.budgets(call.caller(), user).stream()
                                .map(Window::from)
                                .toList()));
    }

    private static int days(Call call) {
        return call.parameters().wholeNumber("days", 1, MOST_DAYS).orElse(USUAL_DAYS);
    }

    private void leaders(Call call) {
        var days = days(call);
        var limit = call.parameters().limit(USUAL_LEADERS, MOST_LEADERS);
        var leaders = chat.usage().leaders(call.caller(), days, limit);
        call.json(200, new Leaders(days, leaders.stream().map(Leader::from).toList()));
    }

    private void budgets(Call call) {
        var page = call.parameters()
                .page("cursor", USUAL_PAGE, request -> chat.usage().budgets(call.caller(), request));
        call.json(
                200,
                new Budgets(
                        page.items().stream().map(BudgetJson::from).toList(),
                        page.next().map(PageCursor::value)));
    }

    private void put(Call call) {
        var budget = budget(call.body());
        chat.usage().put(call.caller(), budget);
        call.json(200, BudgetJson.from(budget));
    }

    private void remove(Call call) {
        var parameters = call.parameters();
        var period = parameters
                .word("period", BudgetPeriod.class)
                .orElseThrow(() -> Parameters.invalid("period", "is required"));
        var user = parameters.query("user_id").map(text -> {
            try {
                return new UserId(text);
            } catch (IllegalArgumentException unfit) {
                throw new NotFound("there is no such user");
            }
        });
        chat.usage().remove(call.caller(), new Budget.Key(user, parameters.name("model", 200), period));
        call.nothing();
    }

    private static Budget budget(Body body) {
        var tokens = body.wholeNumber("tokens", 1, Budget.MOST_TOKENS)
                .orElseThrow(() -> new Invalid("tokens", "is required"));
        var reserve = body.wholeNumber("reserve", 1, tokens).orElse(Math.min(tokens, USUAL_RESERVE));
        var period = body.word("period", BudgetPeriod.class).orElseThrow(() -> new Invalid("period", "is required"));
        return new Budget(
                body.optionalText("user_id").map(UsageRoutes::userId),
                body.optionalText("model").map(UsageRoutes::model),
                period,
                zone(body.optionalText("zone").orElse("UTC")),
                tokens,
                reserve);
    }

    private static UserId userId(String text) {
        try {
            return new UserId(text);
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("user_id", "must be 1 to 200 characters, not blank, without control characters");
        }
    }

    private static String model(String text) {
        if (text.isBlank() || text.length() > 200 || text.codePoints().anyMatch(Character::isISOControl)) {
            throw new Invalid("model", "must be 1 to 200 characters, not blank, without control characters");
        }
        return text;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new Invalid("zone", "must be a time zone such as Europe/Berlin");
        }
    }

    record OfUser(String userId, Total total, List<OfDay> days, List<OfModel> models, List<Window> budgets) {}

    /** @param tokens input and output together */
    record Total(long calls, long tokens, long input, long output, long cached, long reasoning) {
        static Total from(UsageTotal total) {
            return new Total(
                    total.calls(), total.tokens(), total.input(), total.output(), total.cached(), total.reasoning());
        }
    }

    /** @param day in UTC */
    record OfDay(String day, long calls, long tokens) {
        static OfDay from(DayTotal of) {
            return new OfDay(of.day().toString(), of.total().calls(), of.total().tokens());
        }
    }

    record OfModel(String model, Total total) {
        static OfModel from(ModelTotal of) {
            return new OfModel(of.model(), Total.from(of.total()));
        }
    }

    record Window(
            Optional<String> model,
            String period,
            String zone,
            long tokens,
            long used,
            long reserved,
            long remaining,
            Instant startsAt,
            Instant resetsAt) {
        static Window from(BudgetWindow window) {
            return new Window(
                    window.budget().model(),
                    Words.of(window.budget().period()),
                    window.budget().zone().getId(),
                    window.budget().tokens(),
                    window.used(),
                    window.reserved(),
                    window.remaining(),
                    window.start(),
                    window.end());
        }
    }

    record Leaders(int days, List<Leader> leaders) {}

    record Leader(String userId, long totalTokens, long calls) {
        static Leader from(UserTotal of) {
            return new Leader(of.user().value(), of.total().tokens(), of.total().calls());
        }
    }

    record Budgets(List<BudgetJson> budgets, Optional<String> nextCursor) {}

    record BudgetJson(
            Optional<String> userId, Optional<String> model, String period, String zone, long tokens, long reserve) {
        static BudgetJson from(Budget budget) {
            return new BudgetJson(
                    budget.user().map(UserId::value),
                    budget.model(),
                    Words.of(budget.period()),
                    budget.zone().getId(),
                    budget.tokens(),
                    budget.reserve());
        }
    }
}
