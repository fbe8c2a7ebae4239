package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.chatsessions.examples.architecture.Law.by;

import dev.chatsessions.core.reply.AdapterKnowingOffender;
import dev.chatsessions.core.reply.DatabaseOffender;
import dev.chatsessions.core.reply.LoggingOffender;
import dev.chatsessions.core.reply.PrintingOffender;
import org.junit.jupiter.api.Test;

class CoreTest {

    @Test
    void the_core_knows_the_ports_the_jdk_and_guava() {
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.CORE)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(Packages.and(
                                Packages.ports(),
                                Packages.CORE,
                                "com.google.common..",
                                "java.lang..",
                                "java.math",
                                "java.nio.charset",
                                "java.security",
                                "java.text",
                                "java.time..",
                                "java.util..",
                                "javax.crypto..")),
                by(AdapterKnowingOffender.class),
                by(DatabaseOffender.class));
    }

    @Test
    void neither_the_core_nor_a_storage_writes_a_log_or_to_the_terminal() {
        Law.holds(
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                Packages.and(Packages.ports(), Packages.CORE, Packages.IN_MEMORY, Packages.JDBI))
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace")
                        .orShould()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.util.logging", "org.slf4j..")
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(System.Logger.class),
                by(LoggingOffender.class),
                by(PrintingOffender.class));
    }
}
