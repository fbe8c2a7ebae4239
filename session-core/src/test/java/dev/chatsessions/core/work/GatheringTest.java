package dev.chatsessions.core.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Works that wait until the test lets them go on. */
final class GatheringTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CountDownLatch begun = new CountDownLatch(1);

    private final CountDownLatch goOn = new CountDownLatch(1);

    private final Queue<String> alone = new ConcurrentLinkedQueue<>();

    private final Queue<Set<String>> together = new ConcurrentLinkedQueue<>();

    private Function<String, Optional<String>> oneOfMany = wish -> Optional.of(wish + " with others");

    private final Gathering<String, String> gathering = new Gathering<>(
            new Gathering.Work<>() {
                @Override
                public String alone(String wish) {
                    alone.add(wish);
                    if (wish.startsWith("first")) {
                        begun.countDown();
                        await(goOn);
                    }
                    if (wish.equals("poison")) {
                        throw new IllegalArgumentException(wish);
                    }
                    return wish + " alone";
                }

                @Override
                public List<Optional<String>> together(List<String> wishes) {
                    together.add(new TreeSet<>(wishes));
                    return wishes.stream().map(oneOfMany).toList();
                }

                @Override
                public long weight(String wish) {
                    return wish.length();
                }
            },
            1);

    @Test
    void who_finds_less_going_on_goes_alone_and_at_once() {
        assertEquals("a alone", gathering.run("a"));
        assertEquals("b alone", gathering.run("b"));

        assertEquals(List.of("a", "b"), List.copyOf(alone));
    }

    @Test
    void who_comes_while_all_is_taken_is_done_with_others_that_come() throws Exception {
        var all = meeting("a", "b", "c");

        for (var one : all) {
            assertEquals(one.wish + " with others", one.result());
        }
        assertEquals(List.of(Set.of("a", "b", "c")), List.copyOf(together));
        assertEquals(List.of("first"), List.copyOf(alone));
        assertEquals("d alone", gathering.run("d"));
    }

    @Test
    void who_is_left_out_goes_alone() throws Exception {
        oneOfMany = wish -> wish.equals("b") ? Optional.empty() : Optional.of("done");

        var all = meeting("a", "b");

        assertEquals("done", all.get(0).result());
        assertEquals("b alone", all.get(1).result());
    }

    @Test
    void what_one_of_them_causes_is_told_to_him_and_not_to_the_others() throws Exception {
        oneOfMany = wish -> {
            throw new IllegalArgumentException("one of them is poison");
        };

        var all = meeting("a", "poison", "c");

        assertEquals("a alone", all.get(0).result());
        assertEquals("c alone", all.get(2).result());
        var failure =
                assertInstanceOf(IllegalArgumentException.class, all.get(1).failure());
        assertEquals("poison", failure.getMessage());
    }

    @Test
    void what_may_have_been_stored_is_not_tried_again_and_everyone_is_told() throws Exception {
        oneOfMany = wish -> {
            throw new Unavailable("outcome-unknown", "lost while committing");
        };

        for (var one : meeting("a", "b")) {
            assertEquals(
                    "outcome-unknown",
                    assertInstanceOf(Unavailable.class, one.failure()).code());
        }
        assertEquals(List.of("first"), List.copyOf(alone));
    }

    /** Has them come while another is under way. */
    private List<Call> meeting(String... wishes) throws Exception {
        var first = new Call("first");
        await(begun);
        var all = new ArrayList<Call>();
        for (var wish : wishes) {
            var call = new Call(wish);
            call.waits();
            all.add(call);
        }
        goOn.countDown();
        assertEquals("first alone", first.result());
        return all;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "nobody went on");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private final class Call {

        private final String wish;

        private final FutureTask<String> task;

        private final Thread thread;

        Call(String wish) {
            this.wish = wish;
            task = new FutureTask<>(() -> gathering.run(wish));
            thread = new Thread(task, wish);
            thread.start();
        }

        void waits() {
            var end = System.nanoTime() + LIMIT.toNanos();
            while (thread.getState() != Thread.State.WAITING) {
                assertTrue(System.nanoTime() < end, () -> wish + " does not wait");
                Thread.onSpinWait();
            }
        }

        String result() throws ExecutionException, InterruptedException, TimeoutException {
            return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        Throwable failure() throws InterruptedException, TimeoutException {
            try {
                throw new AssertionError(wish + " was done: " + result());
            } catch (ExecutionException failure) {
                return failure.getCause();
            }
        }
    }
}
