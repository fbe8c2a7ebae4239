package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.chatsessions.examples.architecture.Law.by;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.session.OpenOffender;
import dev.chatsessions.core.session.SingletonOffender;
import dev.chatsessions.elsewhere.UnexplainedOffender;
import org.junit.jupiter.api.Test;

class LawTest {

    @Test
    void a_rule_that_is_broken_does_not_hold() {
        var rule = classes().that().resideInAPackage(Packages.CORE).should().bePackagePrivate();

        assertThrows(AssertionError.class, () -> Law.holds(rule, by(SessionCore.class)));
    }

    @Test
    void a_rule_about_nothing_does_not_hold() {
        var rule = classes()
                .that()
                .resideInAPackage(Packages.ROOT + ".nowhere..")
                .should()
                .bePackagePrivate();

        assertThrows(AssertionError.class, () -> Law.holds(rule, by(SessionCore.class)));
    }

    @Test
    void a_rule_that_its_offender_keeps_does_not_hold() {
        var rule = classes().that().resideInAPackage(Packages.CORE).should().resideInAPackage(Packages.CORE);

        assertThrows(AssertionError.class, () -> Law.holds(rule, by(OpenOffender.class)));
    }

    @Test
    void a_rule_that_is_not_about_its_offender_does_not_hold() {
        var rule = classes().that().resideInAPackage(Packages.CORE).should().resideInAPackage(Packages.CORE);

        assertThrows(AssertionError.class, () -> Law.holds(rule, by(UnexplainedOffender.class)));
    }

    @Test
    void every_offender_has_to_be_caught() {
        var rule = classes()
                .that()
                .resideInAPackage(Packages.CORE)
                .should()
                .notHaveSimpleName(OpenOffender.class.getSimpleName());

        assertThrows(AssertionError.class, () -> Law.holds(rule, by(OpenOffender.class), by(SingletonOffender.class)));
    }
}
