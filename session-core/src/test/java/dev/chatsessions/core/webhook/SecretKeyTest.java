package dev.chatsessions.core.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeyTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8=";

    private final SecretKey key = SecretKey.parse(KEY);

    @Test
    void what_was_sealed_is_opened_in_its_place_and_under_its_key_only() {
        var sealed = key.seal("whsec_Zm9v", "place-1");

        assertEquals(Optional.of("whsec_Zm9v"), key.open(sealed, "place-1"));
        assertEquals(Optional.of("whsec_Zm9v"), SecretKey.parse(KEY).open(sealed, "place-1"));
        assertEquals(Optional.empty(), key.open(sealed, "place-2"));
        assertEquals(
                Optional.empty(), SecretKey.parse(KEY.replace("AAEC", "AAED")).open(sealed, "place-1"));
    }

    @Test
    void what_was_sealed_shows_nothing_and_is_another_text_each_time() {
        var sealed = key.seal("whsec_Zm9v", "place");

        assertFalse(sealed.contains("Zm9v"));
        assertNotEquals(sealed, key.seal("whsec_Zm9v", "place"));
        assertEquals("SecretKey[hidden]", key.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Zm9v", "not base 64!", "AAAA"})
    void what_was_never_sealed_is_not_opened(String text) {
        assertEquals(Optional.empty(), key.open(text, "place"));
    }

    @Test
    void a_key_is_read_in_both_alphabets_with_padding_and_without() {
        var sealed = key.seal("secret", "place");

        for (var same : new String[] {KEY.replace("=", ""), KEY.replace("/", "_"), " " + KEY + "\n"}) {
            assertEquals(Optional.of("secret"), SecretKey.parse(same).open(sealed, "place"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base 64, not at all, and long enough too"})
    void anything_else_is_no_key_and_is_not_shown(String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> SecretKey.parse(text));

        assertFalse(failure.getMessage().contains("not at all"));
    }
}
