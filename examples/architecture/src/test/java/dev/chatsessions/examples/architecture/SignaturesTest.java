package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.chatsessions.examples.architecture.Law.by;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.chatsessions.core.session.GuavaArgumentOffender;
import dev.chatsessions.core.session.GuavaFieldOffender;
import dev.chatsessions.core.session.GuavaOffender;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignaturesTest {

    /** Libraries that we use and our users shall not have to know. */
    private static final List<String> INSIDE = List.of(
            "com.google.",
            "com.fasterxml.",
            "com.github.benmanes.",
            "io.github.bucket4j.",
            "org.flywaydb.",
            "org.jdbi.");

    @Test
    void no_library_that_is_used_inside_is_seen_outside() {
        Law.holds(
                classes()
                        .that()
                        .resideInAnyPackage(Packages.CORE, Packages.ADAPTERS)
                        .and()
                        .arePublic()
                        .should(showNothingOf(INSIDE)),
                by(GuavaOffender.class),
                by(GuavaArgumentOffender.class),
                by(GuavaFieldOffender.class));
    }

    private static ArchCondition<JavaClass> showNothingOf(List<String> libraries) {
        return new ArchCondition<>("show nothing of " + libraries) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMembers().stream()
                        .filter(SignaturesTest::isSeenOutside)
                        .filter(member -> shown(member)
                                .anyMatch(part -> libraries.stream().anyMatch(part.getName()::startsWith)))
                        .forEach(member ->
                                events.add(SimpleConditionEvent.violated(member, member.getFullName() + " shows it")));
            }
        };
    }

    private static boolean isSeenOutside(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> shown(JavaMember member) {
        return member instanceof JavaCodeUnit called
                ? Stream.concat(
                        called.getReturnType().getAllInvolvedRawTypes().stream(),
                        called.getParameterTypes().stream()
                                .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()))
                : member.getAllInvolvedRawTypes().stream();
    }
}
