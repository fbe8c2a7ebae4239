package dev.chatsessions.core.session;

public final class SingletonOffender {

    private static String last = "";

    String remember(String text) {
        var before = last;
        last = text;
        return before;
    }
}
