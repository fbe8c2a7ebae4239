package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The files of SQL that make the tables, numbered alike for both databases. A file that was released never changes. */
final class MigrationFiles {

    static final String FOLDER = "dev/chatsessions/migrations/";

    /** The n-th brings the tables to version n. */
    static final List<String> NAMES = List.of(
            "V001__sessions_threads_replies_logs.sql",
            "V002__device_links.sql",
            "V003__join_tokens.sql",
            "V004__sessions_by_kind.sql",
            "V005__session_details_requests.sql",
            "V006__workers.sql",
            "V007__presence.sql",
            "V008__state_expiry.sql",
            "V009__conversations.sql",
            "V010__webhook_secrets.sql",
            "V011__reporting_live.sql");

    private MigrationFiles() {}

    /** Everything in its order, with the schema's name filled in. */
    static String sql(Database database) {
        var schemas = schemas(database.settings());
        return NAMES.stream()
                .map(name -> read(database.dialect(), name))
                .collect(joining("\n", "create schema if not exists " + schemas.get("schema") + ";\n\n", ""))
                .replace("${schema}", schemas.get("schema"))
                .replace("${reporting_live}", schemas.get("reporting_live"));
    }

    /** What the files call schemas. Tables in another schema than the usual one have reports of their own. */
    static Map<String, String> schemas(Settings settings) {
        var usual = settings.schema().equals(Settings.DEFAULT.schema());
        return Map.of(
                "schema",
                Database.quoted(settings.schema()),
                "reporting_live",
                Database.quoted((usual ? "" : settings.schema() + "_") + "reporting_live"));
    }

    static String read(Dialect dialect, String name) {
        var path = FOLDER + dialect.folder() + "/" + name;
        try (var file = MigrationFiles.class.getClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + path);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
