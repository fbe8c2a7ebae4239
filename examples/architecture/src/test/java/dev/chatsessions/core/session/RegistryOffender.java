package dev.chatsessions.core.session;

import java.util.concurrent.ConcurrentHashMap;

public final class RegistryOffender {

    private static final ConcurrentHashMap<String, String> NAMES = new ConcurrentHashMap<>();

    String name(String of) {
        return NAMES.computeIfAbsent(of, key -> key);
    }
}
