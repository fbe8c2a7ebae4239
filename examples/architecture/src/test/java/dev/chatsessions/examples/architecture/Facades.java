package dev.chatsessions.examples.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.chatsessions.ChatSessions;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What may be called from outside: {@link ChatSessions} and all that it gives. */
final class Facades {

    static final List<String> NAMES = Stream.concat(
                    Stream.of(ChatSessions.class),
                    Arrays.stream(ChatSessions.class.getMethods()).map(Method::getReturnType))
            .map(Class::getName)
            .toList();

    static final DescribedPredicate<JavaClass> ARE_FACADES =
            DescribedPredicate.describe("are facades", type -> NAMES.contains(type.getName()));

    static final DescribedPredicate<JavaClass> ARE_IMPLEMENTED = DescribedPredicate.describe(
            "are facades or implement one", type -> NAMES.stream().anyMatch(type::isAssignableTo));

    static final DescribedPredicate<JavaClass> NAME_A_FACADE = DescribedPredicate.describe(
            "name a facade",
            type -> type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(dependency -> NAMES.contains(
                            dependency.getTargetClass().getBaseComponentType().getName())));

    private Facades() {}
}
