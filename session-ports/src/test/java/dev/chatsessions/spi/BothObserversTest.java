package dev.chatsessions.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BothObserversTest {

    private static final LogScope LOG = new LogScope.OfUser(new UserId("anna"));

    private static final Map<Class<?>, Object> SOME = Map.of(
            Set.class,
            Set.of(LOG),
            LogScope.class,
            LOG,
            ReplyId.class,
            new ReplyId(UUID.randomUUID()),
            TokenCount.class,
            TokenCount.measured("model", 1, 1),
            Duration.class,
            Duration.ofMillis(1),
            String.class,
            "word",
            int.class,
            1,
            long.class,
            1L,
            Throwable.class,
            new IllegalStateException());

    private final List<String> told = new ArrayList<>();

    static Stream<Method> everythingThatIsTold() {
        return Arrays.stream(Observer.class.getMethods()).filter(method -> method.getReturnType() == void.class);
    }

    @ParameterizedTest
    @MethodSource("everythingThatIsTold")
    void both_are_told_everything_one_after_the_other(Method what) throws Exception {
        tell(listening("first", false).and(listening("second", false)), what);

        assertEquals(List.of("first " + what.getName(), "second " + what.getName()), told);
    }

    @ParameterizedTest
    @MethodSource("everythingThatIsTold")
    void the_second_is_told_though_the_first_throws(Method what) {
        var both = listening("first", true).and(listening("second", false));

        assertThrows(InvocationTargetException.class, () -> tell(both, what));

        assertEquals(List.of("first " + what.getName(), "second " + what.getName()), told);
    }

    private static void tell(Observer observer, Method what) throws Exception {
        var words = Arrays.stream(what.getParameterTypes()).map(BothObserversTest::some);
        what.invoke(observer, words.toArray());
    }

    private static Object some(Class<?> type) {
        return type.isEnum() ? type.getEnumConstants()[0] : SOME.get(type);
    }

    /** Also of what will be added: the one that asks for {@code and} gets what the interface itself does. */
    private Observer listening(String name, boolean throwing) {
        return (Observer) Proxy.newProxyInstance(
                Observer.class.getClassLoader(), new Class<?>[] {Observer.class}, (self, method, given) -> {
                    if (method.getName().equals("and")) {
                        return new BothObservers((Observer) self, (Observer) given[0]);
                    }
                    told.add(name + " " + method.getName());
                    if (throwing) {
                        throw new IllegalStateException(name);
                    }
                    return null;
                });
    }
}
