package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.chatsessions.examples.architecture.Law.by;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.chatsessions.core.session.AbstractOffender;
import dev.chatsessions.core.session.IOffender;
import dev.chatsessions.core.session.OffenderImpl;
import dev.chatsessions.core.session.OffenderManager;
import dev.chatsessions.core.session.OffenderUtils;
import dev.chatsessions.core.session.OpenOffender;
import dev.chatsessions.core.session.VerbOffender;
import org.junit.jupiter.api.Test;

class NamesTest {

    /** Spring does so at run time, for its transactions. */
    private static final String SPRING_SERVICE = "org.springframework.stereotype.Service";

    @Test
    void names_say_what_a_thing_is_and_not_how_it_is_built() {
        Law.holds(
                noClasses()
                        .should()
                        .haveNameMatching(".*[.$](Abstract|Base|I)[A-Z]\\w*")
                        .orShould()
                        .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Data|Info|DTO|Dto|VO)"),
                by(AbstractOffender.class),
                by(IOffender.class),
                by(OffenderImpl.class),
                by(OffenderManager.class),
                by(OffenderUtils.class));
    }

    @Test
    void methods_say_the_verb_of_the_domain() {
        Law.holds(
                methods()
                        .that()
                        .areNotPrivate()
                        .and(describe("are named by us", NamesTest::isNamedByUs))
                        .should()
                        .haveNameNotMatching("(get|set|do)[A-Z].*|(process|handle)([A-Z].*)?"),
                by(VerbOffender.class));
    }

    @Test
    void a_class_is_final_unless_another_extends_it() {
        Law.holds(
                classes()
                        .that()
                        .areNotInterfaces()
                        .and()
                        .areNotAnonymousClasses()
                        .and(describe(
                                "are not extended",
                                type -> type.getAllSubclasses().isEmpty()))
                        .and()
                        .doNotHaveModifier(JavaModifier.ABSTRACT)
                        .and(describe("are not extended by Spring", type -> !type.isAnnotatedWith(SPRING_SERVICE)))
                        .should()
                        .haveModifier(JavaModifier.FINAL),
                by(OpenOffender.class));
    }

    /** Not by the compiler, and not by somebody whose method this overrides. */
    private static boolean isNamedByUs(JavaMethod method) {
        return !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && method.getOwner().getAllRawSuperclasses().stream().noneMatch(type -> declares(type, method))
                && method.getOwner().getAllRawInterfaces().stream().noneMatch(type -> declares(type, method));
    }

    private static boolean declares(JavaClass type, JavaMethod method) {
        return !type.getPackageName().startsWith(Packages.ROOT)
                && type.getMethods().stream().anyMatch(there -> there.getName().equals(method.getName()));
    }
}
