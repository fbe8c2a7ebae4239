package dev.chatsessions.adapter.javalin;

import java.util.Locale;

/** The domain's enumerations as words on the wire. */
final class Words {

    private Words() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
