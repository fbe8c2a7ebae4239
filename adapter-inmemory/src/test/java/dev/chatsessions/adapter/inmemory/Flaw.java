package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.StateStore;
import dev.chatsessions.usage.UsageTotal;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is wrong with a storage. */
@FunctionalInterface
interface Flaw {

    /** Nothing is. */
    Flaw NONE = (method, arguments, right) -> right.with(arguments);

    /** Answers a call in place of {@code right}. */
    Object answer(Method method, Object[] arguments, Right right) throws Exception;

    /** One method does nothing, and says {@code yes} or no where it has to say one of them. */
    static Flaw idle(Method flawed, boolean yes) {
        return (method, arguments, right) ->
                method.equals(flawed) ? nothing(method, arguments, yes) : right.with(arguments);
    }

    /** One method does what it should, and says {@code yes} or no whatever came of it. */
    static Flaw saying(boolean yes, Method flawed) {
        return (method, arguments, right) -> {
            var answer = right.with(arguments);
            return method.equals(flawed) ? yes : answer;
        };
    }

    /** The methods of that name, such as {@code SessionStore.find}, are wrong. */
    static Flaw in(String name, Flaw flaw) {
        return (method, arguments, right) ->
                nameOf(method).equals(name) ? flaw.answer(method, arguments, right) : right.with(arguments);
    }

    /** The methods of that name do what they should with an argument that is changed on its way. */
    static <A> Flaw changing(String name, Class<A> type, UnaryOperator<A> change) {
        return in(name, (method, arguments, right) -> right.with(changed(arguments, type, change)));
    }

    /** The methods of that name do what they should with the place after which they are to go on changed on its way. */
    static Flaw changingPlace(String name, UnaryOperator<Object> change) {
        return in(
                name,
                (method, arguments, right) -> right.with(Stream.of(arguments)
                        .map(argument -> argument instanceof Optional<?> place ? place.map(change) : argument)
                        .toArray()));
    }

    /** All arguments of a type are changed on their way. */
    static <A> Flaw changing(Class<A> type, UnaryOperator<A> change) {
        return (method, arguments, right) -> right.with(changed(arguments, type, change));
    }

    static String nameOf(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static <A> Object[] changed(Object[] arguments, Class<A> type, UnaryOperator<A> change) {
        var changed = arguments.clone();
        for (var i = 0; i < changed.length; i++) {
            if (type.isInstance(changed[i])) {
                changed[i] = change.apply(type.cast(changed[i]));
            }
        }
        return changed;
    }

    private static Object nothing(Method method, Object[] arguments, boolean yes) {
        if (method.getReturnType() == LogHead.class) {
            return new LogHead((LogScope) arguments[0], (long) arguments[1], 0);
        }
        Map<Class<?>, Object> nothing = Map.of(
                Optional.class,
                Optional.empty(),
                List.class,
                List.of(),
                Set.class,
                Set.of(),
                UsageTotal.class,
                UsageTotal.ZERO,
                StateStore.Size.class,
                new StateStore.Size(0, 0),
                boolean.class,
                yes,
                int.class,
                0,
                long.class,
                0L);
        return nothing.get(method.getReturnType());
    }

    /** The storage without the flaw. */
    @FunctionalInterface
    interface Right {
        Object with(Object... arguments) throws Exception;
    }
}
