package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static dev.chatsessions.examples.architecture.Law.by;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.chatsessions.core.session.ArrayOffender;
import dev.chatsessions.core.session.CounterOffender;
import dev.chatsessions.core.session.RegistryOffender;
import dev.chatsessions.core.session.SingletonOffender;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

class StateTest {

    private static final List<Class<?>> CHANGING = List.of(
            AbstractCollection.class,
            AbstractMap.class,
            ConcurrentMap.class,
            Executor.class,
            Lock.class,
            StringBuilder.class,
            Thread.class,
            ThreadLocal.class);

    @Test
    void nothing_static_is_set_again() {
        Law.holds(fields().that().areStatic().should().haveModifier(JavaModifier.FINAL), by(SingletonOffender.class));
    }

    @Test
    void nothing_static_holds_what_changes() {
        Law.holds(
                noFields()
                        .that()
                        .areStatic()
                        .and(describe("are written by people", StateTest::isWritten))
                        .should()
                        .haveRawType(describe("something that changes", StateTest::changes)),
                by(CounterOffender.class),
                by(RegistryOffender.class),
                by(ArrayOffender.class));
    }

    /** The compiler keeps the values of an enum in an array of its own. */
    private static boolean isWritten(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    /** Bytes are what is written to the wire again and again. */
    private static boolean changes(JavaClass type) {
        return type.isArray() && !type.isEquivalentTo(byte[].class)
                || type.getPackageName().equals("java.util.concurrent.atomic")
                || type.getPackageName().equals("com.google.common.cache")
                || type.getPackageName().equals("com.github.benmanes.caffeine.cache")
                || CHANGING.stream().anyMatch(type::isAssignableTo);
    }
}
