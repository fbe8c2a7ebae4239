package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ContractsTest {

    @Test
    void every_contract_of_the_package_is_listed() throws IOException {
        var found = ClassFiles.ofContracts().stream()
                .map(ClassFiles::load)
                .filter(each -> each != Contract.class && Contract.class.isAssignableFrom(each))
                .collect(Collectors.toSet());

        assertTrue(found.size() > 10, () -> "only found " + found);
        assertEquals(found, Set.copyOf(Contracts.all()));
        assertEquals(found.size(), Contracts.all().size());
        for (var contract : found) {
            assertTrue(Modifier.isPublic(contract.getModifiers()) && Modifier.isAbstract(contract.getModifiers()));
        }
    }

    @Test
    void a_test_that_nests_every_contract_is_accepted() {
        Contracts.assertAllNestedIn(NoopSuite.class);
        Contracts.assertAllNestedIn(NoopSuite.Honest.class);
    }

    @Test
    void a_test_that_forgets_a_contract_is_told_which() {
        var failure = assertThrows(AssertionError.class, () -> Contracts.assertAllNestedIn(ForgetsAll.class));

        for (var contract : Contracts.all()) {
            assertEquals(
                    contract != StateStoreContract.class,
                    failure.getMessage().contains(contract.getSimpleName()),
                    failure::getMessage);
        }
    }

    @Test
    void a_contract_that_is_not_run_counts_as_forgotten() {
        var failure = assertThrows(AssertionError.class, () -> Contracts.assertAllNestedIn(ForgetsToRun.class));

        assertTrue(failure.getMessage().contains("RaceContract"), failure::getMessage);
    }

    /** Nests one contract only. */
    private static final class ForgetsAll {
        @Nested
        final class State extends StateStoreContract {
            State() {
                super(new NoopFixture(false));
            }
        }
    }

    /** Has a class for a contract that JUnit does not know of. */
    private static final class ForgetsToRun {
        final class Races extends RaceContract {
            Races() {
                super(new NoopFixture(false));
            }
        }
    }
}
