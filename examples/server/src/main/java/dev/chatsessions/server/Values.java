package dev.chatsessions.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.adapter.javalin.HttpSettings;
import dev.chatsessions.adapter.javalin.HttpSettings.RateLimit;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.adapter.langchain4j.OpenAiCompatible;
import dev.chatsessions.adapter.nimbus.OidcIdentityProvider;
import dev.chatsessions.adapter.omi.OmiMessenger;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.Observer;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are written. */
final class Values {

    /** What the storage gives each. */
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(5);

    private static final URI ANYWHERE = URI.create("http://127.0.0.1");

    private Values() {}

    static void teach(CommandLine program) {
        program.registerConverter(Port.class, Values::port);
        program.registerConverter(AdminPort.class, Values::adminPort);
        program.registerConverter(
                WordsPerSecond.class,
                value -> new WordsPerSecond(Amounts.number(value, "a number of words per second", 1, 1_000)));
        program.registerConverter(
                PoolSize.class, value -> new PoolSize(Amounts.number(value, "a number of connections", 2, 1_000)));
        program.registerConverter(SchemaName.class, Values::schemaName);
        program.registerConverter(Origin.class, Values::origin);
        program.registerConverter(Secret.class, Values::secret);
        program.registerConverter(OmiApp.class, Values::omiApp);
        program.registerConverter(OmiSecret.class, Values::omiSecret);
        program.registerConverter(OidcIssuer.class, Values::oidcIssuer);
        program.registerConverter(OidcAudience.class, Values::oidcAudience);
        program.registerConverter(OidcKeys.class, Values::oidcKeys);
        program.registerConverter(ModelName.class, Values::modelName);
        program.registerConverter(ModelKey.class, Values::modelKey);
        program.registerConverter(Temperature.class, Values::temperature);
        program.registerConverter(
                ContextMessages.class,
                value -> new ContextMessages(Amounts.number(value, "a number of messages", 1, 1_000)));
        program.registerConverter(
                ContextTokens.class,
                value -> new ContextTokens(Amounts.number(value, "a number of tokens", 1, 10_000_000)));
        program.registerConverter(SealingKey.class, Values::sealingKey);
        program.registerConverter(BodySize.class, Amounts::bodySize);
        program.registerConverter(Heartbeat.class, Amounts::heartbeat);
        program.registerConverter(Rate.class, Amounts::rate);
        program.registerConverter(Lease.class, Amounts::lease);
        program.registerConverter(Absence.class, Amounts::absence);
        program.registerConverter(RetentionPolicy.class, Values::retention);
        program.registerConverter(Duration.class, Amounts::duration);
        program.registerConverter(DatabaseAddress.class, Values::address);
        program.registerConverter(URI.class, Values::server);
        program.setCaseInsensitiveEnumValuesAllowed(true);
    }

    record Port(int number) {}

    /** Empty for none. */
    record AdminPort(OptionalInt number) {}

    record WordsPerSecond(int count) {}

    record PoolSize(int connections) {}

    record SchemaName(String name) {}

    record Lease(Duration duration) {}

    record Heartbeat(Duration duration) {}

    record BodySize(int bytes) {}

    /** Empty for as often as one likes. */
    record Rate(Optional<RateLimit> limit) {}

    record Absence(Duration duration) {}

    record Origin(String text) {}

    record Secret(String text) {
        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    record OmiApp(String id) {}

    record OmiSecret(String text) {
        @Override
        public String toString() {
            return "OmiSecret[hidden]";
        }
    }

    record OidcIssuer(String text) {}

    record OidcAudience(String text) {}

    record OidcKeys(URI address) {}

    record ModelName(String text) {}

    record ModelKey(String text) {
        @Override
        public String toString() {
            return "ModelKey[hidden]";
        }
    }

    record Temperature(double value) {}

    record ContextMessages(int count) {}

    record ContextTokens(int count) {}

    record SealingKey(String text) {
        @Override
        public String toString() {
            return "SealingKey[hidden]";
        }
    }

    private static Port port(String value) {
        return new Port(Amounts.number(value, "a port", 0, 65_535));
    }

    private static AdminPort adminPort(String value) {
        return new AdminPort(
                value.equals("none")
                        ? OptionalInt.empty()
                        : OptionalInt.of(port(value).number()));
    }

    static SealingKey sealingKey(String value) {
        require(() -> SessionCore.builder().secretKey(value));
        return new SealingKey(value);
    }

    private static ModelName modelName(String value) {
        require(() -> OpenAiCompatible.of(ANYWHERE, value));
        return new ModelName(value);
    }

    static ModelKey modelKey(String value) {
        require(() -> OpenAiCompatible.of(ANYWHERE, "model").withKey(value));
        return new ModelKey(value);
    }

    private static Temperature temperature(String value) {
        if (!value.matches("[0-9](\\.[0-9]{1,4})?")) {
            throw new TypeConversionException("'" + value + "' is not a temperature (0 to 2, such as 0.7)");
        }
        var number = Double.parseDouble(value);
        require(() -> OpenAiCompatible.of(ANYWHERE, "model").withTemperature(number));
        return new Temperature(number);
    }

    private static OidcIssuer oidcIssuer(String value) {
        require(() -> OidcIdentityProvider.of(value, "audience", ANYWHERE, Observer.none()));
        return new OidcIssuer(value);
    }

    private static OidcAudience oidcAudience(String value) {
        require(() -> OidcIdentityProvider.of(ANYWHERE.toString(), value, ANYWHERE, Observer.none()));
        return new OidcAudience(value);
    }

    private static OidcKeys oidcKeys(String value) {
        require(() -> OidcIdentityProvider.of(ANYWHERE.toString(), "audience", URI.create(value), Observer.none()));
        return new OidcKeys(URI.create(value));
    }

    private static OmiApp omiApp(String value) {
        require(() -> OmiMessenger.builder(value, "secret"));
        return new OmiApp(value);
    }

    static OmiSecret omiSecret(String value) {
        require(() -> OmiMessenger.builder("app", value));
        return new OmiSecret(value);
    }

    private static RetentionPolicy retention(String value) {
        var parts = value.split(":", -1);
        try {
            if (parts.length > 5) {
                throw new IllegalArgumentException("too many parts");
            }
            var statuses = Stream.of(parts[1].split("\\+"))
                    .map(word -> Enum.valueOf(SessionStatus.class, word.toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toUnmodifiableSet());
            return new RetentionPolicy(
                    Enum.valueOf(SessionKind.class, parts[0].toUpperCase(Locale.ROOT)),
                    statuses,
                    Amounts.duration(parts[2]),
                    parts.length == 5 ? Amounts.duration(parts[4]) : Duration.ZERO,
                    Enum.valueOf(RetentionPolicy.Action.class, parts[3].toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new TypeConversionException("'" + value
                    + "' is not a policy such as shared:expired+terminated:7d:delete or chat:active:90d:archive:365d");
        }
    }

    private static Origin origin(String value) {
        require(() -> HttpSettings.builder().origins(Set.of(value)).build());
        return new Origin(value);
    }

    /** Only what can be shown as a bearer token (RFC 6750, section 2.1). Never repeats what it refuses. */
    static Secret secret(String value) {
        if (!value.matches("[A-Za-z0-9._~+/=-]{1,200}")) {
            throw new TypeConversionException("the value is not 1 to 200 letters, digits and any of - . _ ~ + / =");
        }
        return new Secret(value);
    }

    private static SchemaName schemaName(String value) {
        require(() -> JdbiStorage.builder(new HikariDataSource()).schema(value));
        return new SchemaName(value);
    }

    /** Whoever takes a value in the end knows what it may be. */
    private static void require(Runnable taking) {
        try {
            taking.run();
        } catch (IllegalArgumentException refused) {
            throw new TypeConversionException(refused.getMessage());
        }
    }

    /** Never repeats what it refuses: a URL may hold a password. */
    private static DatabaseAddress address(String url) {
        if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
            throw new TypeConversionException("the value starts neither with jdbc:h2: nor with jdbc:postgresql:");
        }
        var address = DatabaseAddress.of(url);
        address.socketWait()
                .filter(wait -> wait.compareTo(LONGEST_STATEMENT) <= 0)
                .ifPresent(wait -> {
                    throw new TypeConversionException("a socketTimeout of " + wait.toSeconds() + " s "
                            + (wait.isZero()
                                    ? "waits for ever for a database that is gone"
                                    : "is over before the statement is, which may take " + LONGEST_STATEMENT.toSeconds()
                                            + " s")
                            + "; without it, it is 15 s");
                });
        return address;
    }

    /** Never repeats what it refuses: a URL may hold a password. */
    private static URI server(String value) {
        try {
            var uri = new URI(value).parseServerAuthority();
            var served = String.valueOf(uri.getScheme()).matches("(?i)https?") && uri.getHost() != null;
            if (served && uri.getPort() <= 65_535 && uri.getQuery() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException unreadable) {
            // It is told like any other that is none.
        }
        throw new TypeConversionException("the value is not the address of a server, such as http://127.0.0.1:7070");
    }
}
