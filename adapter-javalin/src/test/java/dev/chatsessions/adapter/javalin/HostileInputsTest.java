package dev.chatsessions.adapter.javalin;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What nobody thought of: well-meant inputs, spoilt at random. None is answered 5xx, hangs, is refused without a code that is
 * documented, or leaves a trace where it is refused; and who reads beside hears everything once. A failure names its seed,
 * which {@code -Dchat-sessions.seed} tries again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("not-the-jdk")
class HostileInputsTest {

    private static final int INPUTS = 120 * Integer.getInteger("chat-sessions.kills", 1);

    private static final int BETWEEN_BEATS = 50;

    private final long seed =
            Long.getLong("chat-sessions.seed", ThreadLocalRandom.current().nextLong());

    private final HostileServer server = new HostileServer();

    static Stream<HostileInput> found() {
        return HostileInput.all().stream();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("found")
    void what_was_found_once_is_found_no_more(HostileInput row) {
        row.surface().open(server).take(row.input());

        server.healthy.requireHearing();
    }

    @ParameterizedTest
    @EnumSource
    void whatever_is_sent_is_answered_and_nobody_else_notices(Surfaces surface) {
        var opened = surface.open(server);
        var mutations = new Mutations(seed, opened.seeds());
        for (var i = 0; i < INPUTS; i++) {
            var input = mutations.next();
            try {
                opened.take(input);
                if (i % BETWEEN_BEATS == 0) {
                    server.healthy.requireHearing();
                }
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(
                        surface.word() + " of seed " + seed + ", input " + i + ": " + HostileInput.written(input),
                        failed);
            }
        }
        server.healthy.requireHearing();
        System.out.println("hostile inputs: " + surface.word() + " took " + INPUTS + " of seed " + seed);
    }
}
