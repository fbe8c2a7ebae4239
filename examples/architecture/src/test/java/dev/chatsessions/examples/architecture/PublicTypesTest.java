package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.chatsessions.examples.architecture.Law.by;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.chatsessions.adapter.jdbi.ReleasedOffender;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A public type is a promise: {@code public-types.txt} says which there are, and a new one is a line to be reviewed. */
class PublicTypesTest {

    private static final String LIST = "public-types.txt";

    private static final Set<String> WRITTEN_DOWN = Set.copyOf(Listed.in(LIST));

    private static final DescribedPredicate<JavaClass> ARE_WRITTEN_DOWN =
            DescribedPredicate.describe("are written down", type -> WRITTEN_DOWN.contains(type.getName()));

    private static final DescribedPredicate<JavaClass> ARE_SEEN =
            DescribedPredicate.describe("are seen from other packages", PublicTypesTest::isSeen);

    @Test
    void the_public_types_of_core_and_adapters_are_written_down() {
        Law.holds(
                classes()
                        .that()
                        .resideInAnyPackage(Packages.CORE, Packages.ADAPTERS, Packages.CLIENT)
                        .and(ARE_SEEN)
                        .should(be(ARE_WRITTEN_DOWN)),
                by(ReleasedOffender.class));
    }

    @Test
    void what_is_written_down_is_there() {
        var seen = Shipped.CLASSES.stream()
                .filter(ARE_SEEN)
                .map(JavaClass::getName)
                .collect(Collectors.toSet());

        assertEquals(
                List.of(),
                Listed.in(LIST).stream().filter(name -> !seen.contains(name)).toList(),
                "take these lines out of " + LIST);
    }

    @Test
    void the_list_is_in_order_and_says_nothing_twice() {
        assertEquals(Listed.in(LIST).stream().distinct().sorted().toList(), Listed.in(LIST));
    }

    private static boolean isSeen(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicTypesTest::isSeen).orElse(true);
    }
}
