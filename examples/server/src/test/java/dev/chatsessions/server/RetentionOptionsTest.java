package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class RetentionOptionsTest {

    @Test
    void policies_are_read_in_their_order() {
        var options = new RetentionOptions();
        var program = new CommandLine(options);
        Values.teach(program);

        program.parseArgs("--retention", "shared:expired+Terminated:7d:delete,chat:active:90d:archive:365d");

        assertEquals(
                List.of(
                        new RetentionPolicy(
                                SessionKind.SHARED,
                                Set.of(SessionStatus.EXPIRED, SessionStatus.TERMINATED),
                                Duration.ofDays(7),
                                Duration.ZERO,
                                RetentionPolicy.Action.DELETE),
                        new RetentionPolicy(
                                SessionKind.CHAT,
                                Set.of(SessionStatus.ACTIVE),
                                Duration.ofDays(90),
                                Duration.ofDays(365),
                                RetentionPolicy.Action.ARCHIVE)),
                options.policies());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shared",
                "shared:expired:7d",
                "shared:expired:7d:burn",
                "room:expired:7d:delete",
                "shared:gone:7d:delete",
                "shared::7d:delete",
                "chat:active:90d:archive:1d:2d",
                "chat:active:1y:archive",
            })
    void what_is_no_policy_is_refused_in_one_line(String policy) {
        var run = CommandRun.of("retention", "plan", "--retention", policy);

        assertEquals(64, run.exitCode(), run::toString);
        assertTrue(run.errors().startsWith("chat-sessions-server: --retention: '"), run::toString);
        assertTrue(run.errors().contains("' is not a "), run::toString);
        assertEquals(1, run.errors().lines().count());
    }

    @Test
    void a_command_needs_a_policy_and_a_step() {
        assertEquals(64, CommandRun.of("retention", "plan").exitCode());
        assertEquals(64, CommandRun.of("retention", "burn").exitCode());
        assertEquals(64, CommandRun.of("retention").exitCode());
    }
}
