package dev.chatsessions.examples.worker;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What environment and file say for the options that the command line leaves out: {@code --idle-stop} is
 * {@code CHAT_WORKER_IDLE_STOP} there and {@code idle-stop} here, and the environment wins. A name that is none is refused.
 */
final class SettingsSource implements IDefaultValueProvider {

    static final String ENVIRONMENT_PREFIX = "CHAT_WORKER_";

    static final String FILE_OPTION = "--config";

    private final Map<String, String> environment;

    private final Path file;

    private final Properties properties;

    private SettingsSource(Map<String, String> environment, Path file, Properties properties) {
        this.environment = environment;
        this.file = file;
        this.properties = properties;
    }

    static SettingsSource of(Map<String, String> environment, Path file, CommandSpec command) {
        var names = command.options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !Set.of("--help", "--version", FILE_OPTION).contains(name))
                .map(name -> name.substring(2))
                .collect(Collectors.toSet());
        var source = new SettingsSource(environment, file, read(file));
        source.properties.stringPropertyNames().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> refuse(file + ": unknown key '" + name + "'"));
        var variables = names.stream().map(SettingsSource::variable).collect(Collectors.toSet());
        environment.keySet().stream()
                .filter(name -> name.startsWith(ENVIRONMENT_PREFIX))
                .filter(name -> !variables.contains(name))
                .forEach(name -> refuse("unknown environment variable " + name));
        return source;
    }

    private static Properties read(Path file) {
        var properties = new Properties();
        if (!file.equals(WorkerCommand.DEFAULT_FILE) || Files.exists(file)) {
            try {
                properties.load(new StringReader(Files.readString(file)));
            } catch (IOException | IllegalArgumentException unreadable) {
                refuse("the configuration file " + file + " cannot be read as properties in UTF-8");
            }
        }
        return properties;
    }

    private static void refuse(String line) {
        throw new WorkerFailure(WorkerFailure.CONFIGURATION, line);
    }

    private static String variable(String name) {
        return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        var name = option.longestName().substring(2);
        var found = environment.getOrDefault(variable(name), properties.getProperty(name));
        return found == null ? option.defaultValue() : found;
    }

    /** Where the value of an option that was not typed is said; empty where it was typed, and where none is said. */
    Optional<String> place(ArgSpec argument, String... typed) {
        if (!(argument instanceof OptionSpec option)
                || Stream.of(typed).anyMatch(word -> word.split("=", 2)[0].equals(option.longestName()))) {
            return Optional.empty();
        }
        var name = option.longestName().substring(2);
        if (environment.containsKey(variable(name))) {
            return Optional.of(variable(name));
        }
        return Optional.ofNullable(properties.getProperty(name)).map(said -> file + ": " + name);
    }
}
