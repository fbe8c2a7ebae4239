package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.Work;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A sound storage whose stores answer as a flaw has it. */
final class FlawedStorage implements Storage {

    private final Storage sound;

    private final Flaw flaw;

    FlawedStorage(Storage sound, Flaw flaw) {
        this.sound = sound;
        this.flaw = flaw;
    }

    @Override
    public <T> T read(Work<T> work) {
        return sound.read(stores -> work.in(flawed(stores)));
    }

    @Override
    public <T> T write(Work<T> work) {
        return sound.write(stores -> work.in(flawed(stores)));
    }

    @Override
    public void check() {
        sound.check();
    }

    @Override
    public void close() {
        sound.close();
    }

    private Stores flawed(Stores stores) {
        return flawed(Stores.class, (method, arguments) -> {
            var result = call(stores, method, arguments);
            var store = method.getReturnType();
            if (!store.isInterface()) {
                return flaw.answer(method, arguments, with -> call(stores, method, with));
            }
            return flawed(store, (inner, given) -> flaw.answer(inner, given, with -> call(result, inner, with)));
        });
    }

    private static <T> T flawed(Class<T> type, Call answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method, arguments == null ? new Object[0] : arguments)));
    }

    private static Object call(Object target, Method method, Object... arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) failure.getCause();
        }
    }

    /** Answers a call. */
    @FunctionalInterface
    private interface Call {
        Object to(Method method, Object[] arguments) throws Exception;
    }
}
