package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.chatsessions.examples.architecture.Law.by;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.SplitOffender;
import dev.chatsessions.core.session.ReflectionOffender;
import dev.chatsessions.core.session.ServiceOffender;
import dev.chatsessions.elsewhere.UnexplainedOffender;
import dev.chatsessions.tck.DisabledOffender;
import dev.chatsessions.tck.SkippingOffender;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModulesTest {

    /** A rule about a module that is not on the class path guards nothing. */
    @ParameterizedTest
    @MethodSource("modules")
    void every_module_is_seen_by_the_rules(String packages) {
        var matcher = PackageMatcher.of(packages);

        assertTrue(
                Shipped.CLASSES.stream().anyMatch(type -> matcher.matches(type.getPackageName())),
                () -> "there is no class in " + packages);
    }

    @Test
    void every_package_belongs_to_a_module_that_the_rules_know() {
        Law.holds(
                classes().should().resideInAnyPackage(modules().toArray(String[]::new)), by(UnexplainedOffender.class));
    }

    @Test
    void every_package_says_what_it_is() {
        Law.holds(
                classes()
                        .should(be(describe(
                                "in a package that is explained",
                                type -> type.getPackage().tryGetPackageInfo().isPresent()))),
                by(UnexplainedOffender.class));
    }

    @Test
    void no_package_is_in_two_modules() {
        Law.holds(
                classes()
                        .should(be(describe(
                                "in a package of one module",
                                (JavaClass type) -> type.getPackage().getClasses().stream()
                                                .flatMap(each -> place(each).stream())
                                                .distinct()
                                                .count()
                                        == 1))),
                by(SessionCore.class, SplitOffender.class));
    }

    /** But for the one that puts a span around each call of a facade: it makes nothing and chooses nothing. */
    @Test
    void nothing_is_wired_by_reflection() {
        Law.holds(
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName("dev.chatsessions.core.TracedFacade")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.lang.reflect")
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(ServiceLoader.class)
                        .orShould()
                        .callMethod(Class.class, "forName", String.class),
                by(ReflectionOffender.class),
                by(ServiceOffender.class));
    }

    @Test
    void contracts_never_skip() {
        Law.holds(
                noClasses()
                        .that()
                        .resideInAPackage(Packages.TCK)
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(Assumptions.class)
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(Disabled.class),
                by(SkippingOffender.class),
                by(DisabledOffender.class));
    }

    /** The folder or archive that a class was read from. */
    private static Optional<String> place(JavaClass type) {
        return type.getSource()
                .map(source -> source.getUri().toString())
                .map(uri -> uri.substring(0, uri.indexOf(type.getPackageName().replace('.', '/'))));
    }

    static Stream<String> modules() {
        return Stream.concat(Stream.of(Packages.ports()), Packages.MODULES.stream());
    }
}
