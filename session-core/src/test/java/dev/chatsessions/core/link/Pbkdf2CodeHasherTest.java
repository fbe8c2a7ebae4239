package dev.chatsessions.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.link.LinkCode;
import org.junit.jupiter.api.Test;

class Pbkdf2CodeHasherTest {

    private static final LinkCode CODE = new LinkCode("012345");

    @Test
    void a_code_matches_its_own_hash_and_no_other_does() {
        var hasher = new Pbkdf2CodeHasher();

        var hash = hasher.hash(CODE);

        assertTrue(hash.startsWith("pbkdf2-sha256$600000$"), hash);
        assertTrue(hash.length() <= 255, hash);
        assertFalse(hash.contains(CODE.digits()), hash);
        assertTrue(hasher.matches(CODE, hash));
        assertFalse(hasher.matches(new LinkCode("012346"), hash));
    }

    @Test
    void each_hash_has_a_salt_of_its_own() {
        var hasher = new Pbkdf2CodeHasher(1);

        assertNotEquals(hasher.hash(CODE), hasher.hash(CODE));
    }

    @Test
    void a_hash_tells_how_often_it_was_iterated() {
        var hash = new Pbkdf2CodeHasher(3).hash(CODE);

        assertTrue(new Pbkdf2CodeHasher(5).matches(CODE, hash));
    }

    /** PBKDF2 with HMAC-SHA256 of {@code 012345}, the salt {@code saltsaltsaltsalt} and 1,000 iterations. */
    @Test
    void a_hash_is_what_the_standard_says() {
        var hash = "pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0c2FsdA$m+Xhv1f2IZKo584O3FAJrIkiavPuB1jmh4YJl0prdwk";

        assertTrue(new Pbkdf2CodeHasher().matches(CODE, hash));
    }

    @Test
    void what_is_no_hash_of_this_kind_fails_and_is_not_told() {
        var failure = assertThrows(
                IllegalStateException.class, () -> new Pbkdf2CodeHasher().matches(CODE, "bcrypt$" + CODE.digits()));

        assertEquals("a stored code was hashed in another way", failure.getMessage());
    }
}
