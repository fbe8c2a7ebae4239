package dev.chatsessions.core;

import dev.chatsessions.core.Housekeeping.Sweep;
import dev.chatsessions.core.erasure.Erasing;
import dev.chatsessions.core.live.DefaultLiveEvents;
import dev.chatsessions.core.presence.NodePresence;
import dev.chatsessions.core.presence.PresenceSweep;
import dev.chatsessions.core.reply.AssistantRunner;
import dev.chatsessions.core.reply.Claiming;
import dev.chatsessions.core.session.DefaultRetention;
import dev.chatsessions.core.session.SessionAging;
import dev.chatsessions.core.session.StateExpiry;
import dev.chatsessions.core.webhook.Inbox;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.worker.SessionLimits;
import dev.chatsessions.core.worker.WorkerPresence;
import dev.chatsessions.spi.Stores;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntBiFunction;

/** All that has to be swept, in the order in which it matters. */
record Sweeps(Transactions transactions, Settings settings) {

    private static final Duration EXPIRED_CODES_KEPT = Duration.ofHours(1);

    /** Answers that were asked for shortly before the end are counted there. */
    private static final Duration ENDED_BUDGETS_KEPT = Duration.ofDays(7);

    List<Sweep> of(
            AssistantRunner assistant,
            Claiming claiming,
            DefaultLiveEvents live,
            SessionAging aging,
            DefaultRetention retention,
            Erasing erasing,
            SessionLimits onWorkers,
            WorkerPresence presence,
            NodePresence node,
            PresenceSweep attendance,
            StateExpiry state,
            Inbox inbox) {
        return List.of(
                each("renew-leases", assistant::renewLeases),
                each("attendance", node::round),
                new Sweep("leases", claiming::settleLost),
                each("questions", assistant::look),
                each("logs", live::poll),
                new Sweep("sessions", aging::sweep),
                new Sweep("sessions-on-workers", onWorkers::sweep),
                new Sweep("workers", presence::sweep),
                new Sweep("deltas", limit -> claiming.trim(settings.deltaRetention(), limit)),
                new Sweep("presence", attendance::sweep),
                new Sweep("state", state::sweep),
                new Sweep("device-questions", inbox::askDue),
                new Sweep("device-answers", inbox::tellAnswers),
                new Sweep("retention", retention::sweep),
                new Sweep("erasures", erasing::sweep),
                new Sweep("claims", inbox.claims()::sweep),
                new Sweep("orphans", inbox.claims()::forget),
                removal(
                        "request-keys",
                        (stores, limit) -> stores.requestKeys()
                                .removeBefore(stores.now().minus(settings.requestKeyRetention()), limit)),
                removal("tokens", (stores, limit) -> stores.tokens().removeExpired(stores.now(), limit)),
                removal("join-tokens", (stores, limit) -> stores.joinTokens().removeExpired(stores.now(), limit)),
                removal("pairings", (stores, limit) -> stores.pendingLinks().removeExpired(stores.now(), limit)),
                removal(
                        "registrations",
                        (stores, limit) -> stores.registrations()
                                .removeExpired(stores.now().minus(EXPIRED_CODES_KEPT), limit)),
                removal("attempts", (stores, limit) -> stores.attempts().removeEnded(stores.now(), limit)),
                removal(
                        "budgets",
                        (stores, limit) ->
                                stores.budgets().removeEnded(stores.now().minus(ENDED_BUDGETS_KEPT), limit)),
                removal("deleted", (stores, limit) -> stores.sessions().purgeDeleted(limit)));
    }

    /** What is done once each time. */
    private static Sweep each(String name, Runnable task) {
        return new Sweep(name, limit -> {
            task.run();
            return 0;
        });
    }

    private Sweep removal(String name, ToIntBiFunction<Stores, Integer> remove) {
        return new Sweep(
                name, limit -> transactions.own().write(writing -> remove.applyAsInt(writing.stores(), limit)));
    }
}
