package dev.chatsessions.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What environment and file say, for the options that the command line leaves out; the environment wins. */
final class Configuration implements IDefaultValueProvider {

    private static final String CONFIG = "config";

    private final Map<String, String> environment;
    private final ConfigurationFile file;
    private final Set<SettingName> settings;

    private Configuration(Map<String, String> environment, ConfigurationFile file, Set<SettingName> settings) {
        this.environment = environment;
        this.file = file;
        this.settings = settings;
    }

    /** Fails when one of them holds a name that is none of {@code settings}, or an empty value. */
    static Configuration of(Map<String, String> environment, ConfigurationFile file, List<OptionSpec> settings) {
        var names = settings.stream().map(SettingName::of).collect(Collectors.toUnmodifiableSet());
        var properties = names.stream().map(SettingName::property).collect(Collectors.toSet());
        properties.remove(CONFIG);
        var variables = names.stream().map(SettingName::environment).collect(Collectors.toSet());

        for (var name : new TreeSet<>(file.values().keySet())) {
            if (!properties.contains(name)) {
                throw Failure.configuration(file.path() + ": unknown key '" + name + "'");
            }
            if (file.values().get(name).isBlank()) {
                throw Failure.configuration(file.path() + ": the value of '" + name + "' is empty");
            }
        }
        for (var name : new TreeSet<>(environment.keySet())) {
            if (!name.startsWith(SettingName.ENVIRONMENT_PREFIX)) {
                continue;
            }
            if (!variables.contains(name)) {
                throw Failure.configuration("unknown environment variable " + name);
            }
            if (environment.get(name).isBlank()) {
                throw Failure.configuration("the environment variable " + name + " is empty");
            }
        }
        return new Configuration(environment, file, names);
    }

    /** What the options of a command that runs are taken from where the command line leaves them out. */
    static Configuration of(CommandSpec command) {
        return (Configuration) command.commandLine().getDefaultValueProvider();
    }

    /** Refuses a file with one of these secrets that others on this machine can read. */
    void requireClosed(List<String> secrets) {
        var held = secrets.stream().filter(file.values()::containsKey).findFirst();
        if (held.isPresent() && KeptSecret.isOpen(file.path())) {
            throw Failure.configuration(
                    file.path() + ": others on this machine can read it, and " + held.get() + " is in it: chmod o-r");
        }
    }

    /** The file that the environment names. */
    static Optional<Path> fileNamedBy(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(new SettingName(CONFIG).environment()))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument.isOption()
                ? found((OptionSpec) argument).map(Found::value).orElse(null)
                : null;
    }

    /** Where the value of this option would be taken from, in words for an error message. */
    Optional<String> source(OptionSpec option) {
        return found(option).map(Found::source);
    }

    private Optional<Found> found(OptionSpec option) {
        var name = SettingName.of(option);
        if (!settings.contains(name)) {
            return Optional.empty();
        }
        var variable = environment.get(name.environment());
        if (variable != null) {
            return Optional.of(new Found(variable, name.environment()));
        }
        return Optional.ofNullable(file.values().get(name.property()))
                .map(value -> new Found(value, file.path() + ": " + name.property()));
    }

    private record Found(String value, String source) {}
}
