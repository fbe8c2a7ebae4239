package dev.chatsessions.server;

import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The one rule for names: the option {@code --db-url} is the property {@code db-url} and the environment variable
 * {@code CHAT_SESSIONS_DB_URL}.
 */
record SettingName(String property) {

    static final String ENVIRONMENT_PREFIX = "CHAT_SESSIONS_";

    static SettingName of(OptionSpec option) {
        return new SettingName(option.longestName().replaceFirst("^-+", ""));
    }

    String environment() {
        return ENVIRONMENT_PREFIX + property.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
