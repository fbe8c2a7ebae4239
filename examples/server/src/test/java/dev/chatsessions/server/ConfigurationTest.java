package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

final class ConfigurationTest {

    private static final OptionSpec DATABASE =
            OptionSpec.builder("--db", "--db-url").type(String.class).build();

    private static final OptionSpec USER =
            OptionSpec.builder("--user").type(String.class).build();

    @Test
    void the_longest_name_of_an_option_names_property_and_variable() {
        var name = SettingName.of(DATABASE);

        assertEquals("db-url", name.property());
        assertEquals("CHAT_SESSIONS_DB_URL", name.environment());
    }

    @Test
    void the_environment_wins_over_the_file() {
        var configuration = configuration(Map.of("CHAT_SESSIONS_DB_URL", "a"), Map.of("db-url", "b"));

        assertEquals("a", configuration.defaultValue(DATABASE));
        assertEquals(Optional.of("CHAT_SESSIONS_DB_URL"), configuration.source(DATABASE));
    }

    @Test
    void what_is_no_setting_is_taken_from_nowhere() {
        var configuration = configuration(Map.of("USER", "a"), Map.of());

        assertTrue(Optional.ofNullable(configuration.defaultValue(USER)).isEmpty());
    }

    @Test
    void variables_of_others_do_not_matter() {
        var configuration = configuration(Map.of("CHAT_SESSION", "a", "PATH", ""), Map.of());

        assertTrue(configuration.source(DATABASE).isEmpty());
    }

    @Test
    void a_value_is_taken_as_it_stands() {
        var configuration = configuration(Map.of(), Map.of("db-url", "${sys:user.home} \"quoted\""));

        assertEquals("${sys:user.home} \"quoted\"", configuration.defaultValue(DATABASE));
    }

    @Test
    void an_unknown_variable_is_refused_by_its_name() {
        var failure =
                assertThrows(Failure.class, () -> configuration(Map.of("CHAT_SESSIONS_DB_URI", "secret"), Map.of()));

        assertEquals("unknown environment variable CHAT_SESSIONS_DB_URI", failure.getMessage());
        assertEquals(ExitCode.CONFIGURATION, failure.exitCode());
    }

    private static Configuration configuration(Map<String, String> environment, Map<String, String> file) {
        return Configuration.of(
                environment, new ConfigurationFile(Path.of("some.properties"), file), List.of(DATABASE));
    }
}
