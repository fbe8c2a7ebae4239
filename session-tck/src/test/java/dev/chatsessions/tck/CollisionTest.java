package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CollisionTest {

    @Test
    void tasks_run_beside_each_other_and_end_in_their_order() {
        var met = new CountDownLatch(3);

        var outcomes =
                Collision.of(List.<Callable<Integer>>of(() -> meet(met, 1), () -> meet(met, 2), () -> meet(met, 3)));

        assertEquals(List.of(1, 2, 3), Collision.results(outcomes));
    }

    @Test
    void a_failure_is_an_outcome_and_no_result() {
        var failure = new IllegalCallerException("on purpose");

        var outcomes = Collision.of(List.<Callable<Integer>>of(
                () -> {
                    throw failure;
                },
                () -> 2));

        assertSame(failure, outcomes.get(0).failure().orElseThrow());
        assertEquals(Optional.of(2), outcomes.get(1).result());
        var failed = assertThrows(AssertionError.class, () -> Collision.results(outcomes));
        assertSame(failure, failed.getCause());
    }

    private static int meet(CountDownLatch met, int number) throws InterruptedException {
        met.countDown();
        if (!met.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the others did not come");
        }
        return number;
    }
}
