package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.Text;
import java.util.Optional;

/** Refuses what not every storage could keep. */
final class Storable {

    private Storable() {}

    static void require(String name, String text) {
        if (!Text.isStorable(text)) {
            throw new IllegalArgumentException(name + " holds U+0000 or half a surrogate pair");
        }
    }

    static void require(String name, Optional<String> text) {
        text.ifPresent(present -> require(name, present));
    }
}
