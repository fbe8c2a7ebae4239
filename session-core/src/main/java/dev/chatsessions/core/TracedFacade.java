package dev.chatsessions.core;

import dev.chatsessions.spi.Tracing;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;

/** A facade each of whose calls is a span, also those that it will be given. */
record TracedFacade(Tracing tracing, String name, Object facade) implements InvocationHandler {

    static <T> T of(Class<T> type, T facade, Tracing tracing) {
        var first = type.getSimpleName().substring(0, 1).toLowerCase(Locale.ROOT);
        var name = first + type.getSimpleName().substring(1);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new TracedFacade(tracing, name, facade)));
    }

    @Override
    public Object invoke(Object self, Method method, Object[] given) {
        return method.getDeclaringClass() == Object.class
                ? called(method, given)
                : tracing.span(name + "." + method.getName(), () -> called(method, given));
    }

    private Object called(Method method, Object[] given) {
        try {
            return method.invoke(facade, given);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            // Facades declare no others.
            throw (RuntimeException) failed.getCause();
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
