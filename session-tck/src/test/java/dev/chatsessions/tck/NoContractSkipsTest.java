package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opentest4j.TestAbortedException;

/** A contract that may be skipped promises nothing. */
final class NoContractSkipsTest {

    private static final List<String> WAYS_TO_SKIP = List.of(
            "org/junit/jupiter/api/Assumptions",
            "org/junit/jupiter/api/Disabled",
            "org/junit/jupiter/api/condition/",
            "TestAbortedException");

    @Test
    void no_contract_knows_a_way_to_skip() throws IOException {
        var files = ClassFiles.ofContracts();

        assertTrue(files.contains(ClassFiles.of(RaceContract.class)), () -> "only found " + files);
        assertEquals(
                List.of(),
                files.stream().filter(NoContractSkipsTest::knowsAWayToSkip).toList());
    }

    @Test
    void each_way_to_skip_is_noticed() {
        for (var offender : List.of(Assumes.class, IsDisabled.class, DependsOnTheSystem.class, Aborts.class)) {
            assertTrue(knowsAWayToSkip(ClassFiles.of(offender)), offender::getName);
        }
    }

    private static boolean knowsAWayToSkip(Path file) {
        return WAYS_TO_SKIP.stream().anyMatch(way -> ClassFiles.names(file, way));
    }

    /** Skips unless the sun shines. */
    private static final class Assumes {
        void skips(boolean sunny) {
            assumeTrue(sunny);
        }
    }

    /** Is skipped. */
    @Disabled("on purpose: an offender")
    private static final class IsDisabled {}

    /** Is skipped somewhere. */
    private static final class DependsOnTheSystem {
        @DisabledOnOs(OS.OTHER)
        void runs() {}
    }

    /** Skips by hand. */
    private static final class Aborts {
        void skips() {
            throw new TestAbortedException("on purpose: an offender");
        }
    }
}
