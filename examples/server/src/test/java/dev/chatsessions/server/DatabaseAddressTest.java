package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"/data/chat", "file:/data/chat", "async:/data/chat", "/data/chat;WRITE_DELAY=0"})
    void a_database_file_is_known_by_its_url(String place) {
        var address = DatabaseAddress.of("jdbc:h2:" + place);

        assertEquals(Optional.of(Path.of("/data/chat")), address.file());
    }

    @Test
    void a_relative_file_lies_in_the_working_directory() {
        var address = DatabaseAddress.of("jdbc:h2:./data/chat");

        assertEquals(Optional.of(Path.of("data/chat").toAbsolutePath()), address.file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:chat", "jdbc:h2:tcp://host/chat", "jdbc:postgresql://host/chat"})
    void what_lies_elsewhere_is_no_file(String url) {
        assertTrue(DatabaseAddress.of(url).file().isEmpty());
    }

    @Test
    void a_database_in_memory_leaves_no_files() {
        assertTrue(DatabaseAddress.of("jdbc:h2:mem:chat").serverFiles().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host/chat?user=u&password=secret, jdbc:postgresql://host/chat",
        "jdbc:postgresql://u:secret@host/chat, jdbc:postgresql://host/chat",
        "jdbc:h2:/data/chat;USER=u;PASSWORD=secret, jdbc:h2:/data/chat",
    })
    void what_may_be_a_secret_is_not_shown(String url, String shown) {
        assertEquals(shown, DatabaseAddress.of(url).shown());
    }

    @Test
    void the_default_is_durable_survives_an_interrupt_and_remembers_its_statements() {
        var address = DatabaseAddress.embedded();

        assertTrue(address.url().startsWith("jdbc:h2:async:/"), address.url());
        assertTrue(address.url().contains(";WRITE_DELAY=0"), address.url());
        assertTrue(address.url().contains(";QUERY_CACHE_SIZE=256"), address.url());
    }
}
