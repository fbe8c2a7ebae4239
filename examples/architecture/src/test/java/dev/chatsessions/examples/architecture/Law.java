package dev.chatsessions.examples.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A rule that what is shipped keeps and that every offender breaks. */
final class Law {

    private Law() {}

    /** Fails unless what is shipped keeps the rule and each offence breaks it. */
    static void holds(ArchRule rule, Offence offence, Offence... more) {
        rule.check(Shipped.CLASSES);
        Stream.concat(Stream.of(offence), Arrays.stream(more)).forEach(each -> each.isCaughtBy(rule));
    }

    /** One class, or several that are only together at fault. */
    static Offence by(Class<?>... offenders) {
        return new Offence(List.of(offenders));
    }

    record Offence(List<Class<?>> offenders) {

        Offence {
            offenders = List.copyOf(offenders);
        }

        JavaClasses classes() {
            return new ClassFileImporter()
                    .importUrls(offenders.stream().flatMap(Offence::files).toList());
        }

        private void isCaughtBy(ArchRule rule) {
            var report = rule.evaluate(classes()).getFailureReport();

            assertTrue(
                    report.getDetails().stream()
                            .anyMatch(line -> offenders.stream()
                                    .anyMatch(offender -> line.contains(offender.getName())
                                            || line.contains(offender.getSimpleName()))),
                    () -> "the rule does not catch " + offenders + ": " + rule.getDescription());
        }

        /** The class, those within it, and what is said of its package. */
        private static Stream<URL> files(Class<?> offender) {
            return Stream.concat(
                            Stream.concat(Stream.of(offender), Arrays.stream(offender.getDeclaredClasses()))
                                    .map(type -> type.getName()
                                            .substring(type.getPackageName().length() + 1)),
                            Stream.of("package-info"))
                    .map(name -> offender.getResource(name + ".class"))
                    .filter(Objects::nonNull);
        }
    }
}
