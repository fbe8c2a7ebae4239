package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A storage that keeps nothing fails every single test of every contract, so none of them passes by itself. */
@Tag("not-the-jdk")
final class EveryContractBitesTest {

    @Test
    void a_storage_that_keeps_nothing_passes_no_test() {
        assertEachFails(NoopSuite.Honest.class);
    }

    @Test
    void nor_does_one_that_claims_to_have_done_everything() {
        assertEachFails(NoopSuite.Agreeing.class);
    }

    private static void assertEachFails(Class<? extends NoopSuite> suite) {
        var outcomes = new Outcomes();

        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(suite))
                                .build(),
                        outcomes);

        assertEquals(List.of(), outcomes.notFailed);
        assertEquals(testsOf(Contracts.all()), outcomes.failed);
    }

    private static Set<String> testsOf(List<Class<? extends Contract>> contracts) {
        Set<String> tests = new TreeSet<>();
        for (var contract : contracts) {
            var own = Stream.of(contract.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .map(method -> contract.getSimpleName() + "." + method.getName())
                    .toList();
            assertTrue(own.size() > 2, () -> contract.getSimpleName() + " has hardly a test");
            tests.addAll(own);
        }
        return tests;
    }

    /** How each test ended. */
    private static final class Outcomes implements TestExecutionListener {

        private final Set<String> failed = new TreeSet<>();

        private final List<String> notFailed = new ArrayList<>();

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            notFailed.add(nameOf(test) + " was skipped: " + reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (!test.isTest()) {
                if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                    notFailed.add(nameOf(test) + " did not get to its tests: " + result);
                }
            } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                failed.add(nameOf(test));
            } else {
                notFailed.add(nameOf(test) + " was " + result.getStatus());
            }
        }

        private static String nameOf(TestIdentifier test) {
            return test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .map(source -> source.getJavaClass().getSuperclass().getSimpleName() + "." + source.getMethodName())
                    .orElseGet(test::getDisplayName);
        }
    }
}
