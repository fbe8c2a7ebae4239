package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.chatsessions.examples.architecture.Law.by;

import com.tngtech.archunit.core.domain.JavaModifier;
import dev.chatsessions.adapter.inmemory.FacadeOffender;
import dev.chatsessions.spi.FacadeCallingOffender;
import dev.chatsessions.thread.FileReadingOffender;
import dev.chatsessions.thread.MutableOffender;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void ports_know_nothing_but_the_words_of_the_jdk() {
        Law.holds(
                classes()
                        .that()
                        .resideInAnyPackage(Packages.ports())
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(Packages.and(
                                Packages.ports(),
                                "java.lang",
                                "java.lang.invoke",
                                "java.lang.runtime",
                                "java.math",
                                "java.nio.charset",
                                "java.time..",
                                "java.util",
                                "java.util.function",
                                "java.util.regex",
                                "java.util.stream",
                                "java.util.zip")),
                by(FileReadingOffender.class));
    }

    @Test
    void the_values_of_ports_never_change() {
        Law.holds(
                fields().that()
                        .areDeclaredInClassesThat()
                        .resideInAnyPackage(Packages.ports())
                        .should()
                        .haveModifier(JavaModifier.FINAL),
                by(MutableOffender.class));
    }

    @Test
    void what_is_called_from_outside_is_done_by_the_core_only() {
        Law.holds(
                classes()
                        .that(Facades.ARE_IMPLEMENTED)
                        .and()
                        .areNotInterfaces()
                        .should()
                        .resideInAPackage(Packages.CORE),
                by(FacadeOffender.class));
    }

    @Test
    void stores_never_call_what_is_called_from_outside() {
        Law.holds(
                noClasses()
                        .that()
                        .resideInAnyPackage(Packages.SPI, Packages.IN_MEMORY, Packages.JDBI)
                        .should()
                        .dependOnClassesThat(Facades.ARE_FACADES),
                by(FacadeCallingOffender.class),
                by(FacadeOffender.class));
    }
}
