package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.chatsessions.examples.architecture.Law.by;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.chatsessions.Caller;
import dev.chatsessions.adapter.javalin.SystemOffender;
import dev.chatsessions.adapter.jdbi.AccessOffender;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.spi.SessionAccess;
import org.junit.jupiter.api.Test;

class RightsTest {

    @Test
    void only_the_core_acts_as_the_library_itself() {
        Law.holds(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(Packages.CORE)
                        .should()
                        .accessTargetWhere(makes(Caller.System.class)),
                by(SystemOffender.class));
    }

    /** Contracts play the core's part. */
    @Test
    void only_the_core_says_which_sessions_a_call_may_touch() {
        Law.holds(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(Packages.CORE, Packages.TCK)
                        .should()
                        .accessTargetWhere(makes(SessionAccess.class)),
                by(AccessOffender.class));
    }

    /** There, what a statement forgets to ask for is seen by nobody else. */
    @Test
    void the_library_acts_of_its_own_accord_only_where_that_is_listed() {
        var there = Shipped.CLASSES.stream()
                .filter(RightsTest::actsOfItsOwnAccord)
                .map(type -> type.getName().replaceFirst("\\$.*", ""))
                .distinct()
                .sorted()
                .toList();

        assertEquals(Listed.in("own-accord.txt"), there);
    }

    private static boolean actsOfItsOwnAccord(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Transactions.class)
                        && call.getTarget().getName().equals("own"));
    }

    /** Constructors, called or referred to. */
    private static DescribedPredicate<JavaAccess<?>> makes(Class<?> type) {
        return DescribedPredicate.describe(
                "make a " + type.getSimpleName(),
                access -> access.getTarget().getName().equals("<init>")
                        && access.getTargetOwner().isAssignableTo(type));
    }
}
