package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.ReplyId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.core.identity.RandomIds;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.Observer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who sweeps, and that one that cannot be swept keeps nobody else from it. */
abstract class HousekeepingUseCases extends UseCases {

    @Test
    void one_reply_that_cannot_be_settled_keeps_no_other_from_it() {
        var ids = new FaultyIds();
        var node = opened(SessionCore.builder()
                .storage(backend.storage())
                .idSource(ids)
                // Nobody but the sweep settles anything on this node.
                .executor(task -> {})
                .housekeeping(Housekeeping.external())
                .build());
        var tickets = List.of(heldByRobot(), heldByRobot());
        backend.advance(LEASE.plusSeconds(1));

        ids.failNext(new IllegalStateException("a fault in one of two"));
        node.housekeeping().runOnce();
        assertEquals(1, queued(tickets));

        node.housekeeping().runOnce();
        assertEquals(2, queued(tickets));
    }

    @Test
    void a_sweep_that_fails_badly_is_run_again() {
        var ids = new FaultyIds();
        var lost = new CompletableFuture<ReplyId>();
        var node = opened(SessionCore.builder()
                .storage(backend.storage())
                .idSource(ids)
                .observer(tellingLost(lost))
                .settings(Settings.defaults().withHousekeepingInterval(Duration.ofMillis(10)))
                .build());
        var ticket = heldByRobot();
        ids.failNext(new NoClassDefFoundError("a class that is not there"));
        backend.advance(LEASE.plusSeconds(1));

        node.housekeeping().start();

        assertEquals(ticket.reply().id(), Patience.get(lost, "the lost producer to be noticed"));
    }

    @Test
    void whoever_claims_has_leases_looked_after() {
        var lost = new CompletableFuture<ReplyId>();
        var node = opened(SessionCore.builder()
                .storage(backend.storage())
                .observer(tellingLost(lost))
                .settings(Settings.defaults().withHousekeepingInterval(Duration.ofMillis(10)))
                .build());
        var reply = ask(ANN, robotThread(ANN), "What do you see?");
        node.replies().claim(ROBOT, 1);

        backend.advance(LEASE.plusSeconds(1));

        assertEquals(reply.id(), Patience.get(lost, "the lost producer to be noticed"));
    }

    private long queued(List<ReplyTicket> tickets) {
        return tickets.stream()
                .map(ticket -> chat.replies().find(ANN, ticket.reply().id()))
                .filter(reply -> reply.status() == ReplyStatus.QUEUED)
                .count();
    }

    private static Observer tellingLost(CompletableFuture<ReplyId> lost) {
        return new Observer() {
            @Override
            public void leaseLost(ReplyId reply) {
                lost.complete(reply);
            }
        };
    }

    /** Fails once when told to. */
    private static final class FaultyIds implements IdSource {

        private final IdSource ids = new RandomIds();

        private final AtomicReference<Throwable> fault = new AtomicReference<>();

        void failNext(Throwable next) {
            fault.set(next);
        }

        @Override
        public UUID next() {
            var now = fault.getAndSet(null);
            if (now instanceof Error error) {
                throw error;
            }
            if (now instanceof RuntimeException failure) {
                throw failure;
            }
            return ids.next();
        }

        @Override
        public long epoch() {
            return ids.epoch();
        }

        @Override
        public String secret() {
            return ids.secret();
        }

        @Override
        public LinkCode linkCode() {
            return ids.linkCode();
        }
    }
}
