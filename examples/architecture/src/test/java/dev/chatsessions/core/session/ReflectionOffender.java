package dev.chatsessions.core.session;

public final class ReflectionOffender {

    Class<?> named(String name) throws ClassNotFoundException {
        return Class.forName(name);
    }
}
