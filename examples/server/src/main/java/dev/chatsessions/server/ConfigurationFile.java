package dev.chatsessions.server;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** A properties file in UTF-8 and what stands in it. */
record ConfigurationFile(Path path, Map<String, String> values) {

    static final Path DEFAULT = Path.of("chat-sessions.properties");

    ConfigurationFile {
        values = Map.copyOf(values);
    }

    /** The file that was asked for, else the default one if it is there, else an empty one. */
    static ConfigurationFile read(Optional<Path> asked) {
        if (asked.isPresent()) {
            return read(asked.get());
        }
        return Files.exists(DEFAULT) ? read(DEFAULT) : new ConfigurationFile(DEFAULT, Map.of());
    }

    private static ConfigurationFile read(Path path) {
        var properties = new DistinctKeys(path);
        try {
            var text = Files.readString(path);
            if (text.startsWith("\uFEFF")) {
                throw Failure.configuration("the configuration file " + path + " begins with a byte order mark");
            }
            properties.load(new StringReader(text));
        } catch (NoSuchFileException e) {
            throw Failure.configuration("there is no configuration file " + path);
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw Failure.configuration("the configuration file " + path + " is not a properties file in UTF-8");
        } catch (IOException e) {
            throw Failure.configuration("the configuration file " + path + " cannot be read");
        }
        var values = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return new ConfigurationFile(path, values);
    }

    /** Refuses a key that comes again, where the last one would count and the first be believed. */
    private static final class DistinctKeys extends Properties {

        private static final long serialVersionUID = 1L;

        private final transient Path path;

        DistinctKeys(Path path) {
            this.path = path;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw Failure.configuration(path + ": the key '" + key + "' is there twice");
            }
            return super.put(key, value);
        }
    }
}
