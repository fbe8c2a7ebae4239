package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.chatsessions.examples.architecture.Law.by;

import dev.chatsessions.adapter.inmemory.NetworkOffender;
import dev.chatsessions.adapter.inmemory.ProgramKnowingOffender;
import dev.chatsessions.adapter.javalin.StorageKnowingOffender;
import dev.chatsessions.adapter.javalin.StoringOffender;
import dev.chatsessions.adapter.jdbi.CoreKnowingOffender;
import dev.chatsessions.adapter.jdbi.NeighbourKnowingOffender;
import dev.chatsessions.adapter.langchain4j.ForeignKnowingOffender;
import dev.chatsessions.adapter.micrometer.RegistryKnowingOffender;
import dev.chatsessions.adapter.nimbus.TokenKnowingOffender;
import dev.chatsessions.adapter.omi.LibraryKnowingOffender;
import dev.chatsessions.client.PortKnowingOffender;
import dev.chatsessions.tck.BackendKnowingOffender;
import org.junit.jupiter.api.Test;

class AdaptersTest {

    @Test
    void adapters_do_not_know_the_core() {
        Law.holds(
                noClasses()
                        .that()
                        .resideInAPackage(Packages.ADAPTERS)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(Packages.CORE),
                by(CoreKnowingOffender.class));
    }

    @Test
    void adapters_do_not_know_each_other() {
        Law.holds(
                slices().matching(Packages.ROOT + ".adapter.(*)..").should().notDependOnEachOther(),
                by(NeighbourKnowingOffender.class, NetworkOffender.class));
    }

    @Test
    void the_storage_in_memory_knows_the_ports_and_the_jdk() {
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.IN_MEMORY)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(Packages.and(
                                Packages.ports(), Packages.IN_MEMORY, "java.lang..", "java.time..", "java.util..")),
                by(NetworkOffender.class));
    }

    @Test
    void the_omi_adapter_knows_the_ports_and_the_jdk() {
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.OMI)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(Packages.and(
                                Packages.ports(),
                                Packages.OMI,
                                "java.io",
                                "java.lang..",
                                "java.net..",
                                "java.nio.charset",
                                "java.time..",
                                "java.util..")),
                by(LibraryKnowingOffender.class));
    }

    @Test
    void the_adapter_of_models_knows_the_ports_langchain4j_jackson_and_the_jdk() {
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.LANGCHAIN4J)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(Packages.and(
                                Packages.ports(),
                                Packages.LANGCHAIN4J,
                                "dev.langchain4j..",
                                "com.fasterxml.jackson..",
                                "java.io",
                                "java.lang..",
                                "java.math",
                                "java.net..",
                                "java.nio..",
                                "java.time..",
                                "java.util..")),
                by(ForeignKnowingOffender.class));
    }

    @Test
    void the_adapter_of_metrics_knows_the_ports_micrometer_and_the_jdk() {
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.MICROMETER)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(Packages.and(
                                Packages.ports(),
                                Packages.MICROMETER,
                                "io.micrometer..",
                                "java.lang..",
                                "java.time..",
                                "java.util..")),
                by(RegistryKnowingOffender.class));
    }

    @Test
    void the_adapter_of_identity_providers_knows_the_ports_nimbus_and_the_jdk() {
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.NIMBUS)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(Packages.and(
                                Packages.ports(),
                                Packages.NIMBUS,
                                "com.nimbusds..",
                                "java.lang..",
                                "java.net",
                                "java.text",
                                "java.time..",
                                "java.util..")),
                by(TokenKnowingOffender.class));
    }

    @Test
    void the_client_knows_nothing_but_the_jdk() {
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.CLIENT)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                Packages.CLIENT,
                                "java.io",
                                "java.lang..",
                                "java.net..",
                                "java.nio..",
                                "java.time..",
                                "java.util.."),
                by(PortKnowingOffender.class));
    }

    @Test
    void contracts_know_the_ports_the_jdk_and_junit() {
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.TCK)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(Packages.and(
                                Packages.ports(),
                                Packages.TCK,
                                "org.junit.jupiter.api..",
                                "java.lang..",
                                "java.math",
                                "java.nio.charset",
                                "java.time..",
                                "java.util..")),
                by(BackendKnowingOffender.class));
    }

    /** Programs wire the product, so they know both its sides. */
    @Test
    void a_class_that_drives_the_product_never_touches_what_the_product_drives() {
        Law.holds(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(Packages.CORE, Packages.SERVER, Packages.EXAMPLES)
                        .and(Facades.NAME_A_FACADE)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(Packages.SPI),
                by(StoringOffender.class));
    }

    @Test
    void the_http_adapter_never_touches_what_the_product_drives() {
        Law.holds(
                noClasses()
                        .that()
                        .resideInAPackage(Packages.JAVALIN)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(Packages.SPI),
                by(StorageKnowingOffender.class));
    }

    @Test
    void nobody_but_programs_knows_programs() {
        Law.holds(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(Packages.SERVER, Packages.EXAMPLES)
                        .should()
                        .dependOnClassesThat(resideInAPackage(Packages.SERVER).or(resideInAPackage(Packages.EXAMPLES))),
                by(ProgramKnowingOffender.class));
    }
}
