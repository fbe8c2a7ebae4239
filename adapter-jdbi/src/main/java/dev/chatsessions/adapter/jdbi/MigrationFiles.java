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
            "V011__reporting_live.sql",
            "V012__reporting_workflow.sql",
            "V013__usage_by_session.sql",
            "V014__legacy_imports.sql",
            "V015__permission_requests.sql",
            "V016__erasures.sql",
            "V017__budgets.sql",
            "V018__reporting_chat.sql");

    private MigrationFiles() {}

    /** Everything in its order, with the schemas' names filled in. */
    static String sql(Database database) {
        var policies = database.rowSecurity() ? "\n" + RowSecurity.sql(database) : "";
        return NAMES.stream()
                .map(name -> filled(read(database.dialect(), name), database.settings()))
                .collect(joining(
                        "\n", filled("create schema if not exists ${schema};\n\n", database.settings()), policies));
    }

    private static String filled(String sql, Settings settings) {
        var text = sql;
        for (var schema : schemas(settings).entrySet()) {
            text = text.replace("${" + schema.getKey() + "}", schema.getValue());
        }
        return text;
    }

    /** What the files call schemas. Tables in another schema than the usual one have reports of their own. */
    static Map<String, String> schemas(Settings settings) {
        var usual = settings.schema().equals(Settings.DEFAULT.schema());
        var reports = usual ? "" : settings.schema() + "_";
        return Map.of(
                "schema",
                Database.quoted(settings.schema()),
                "reporting_live",
                Database.quoted(reports + "reporting_live"),
                "reporting_workflow",
                Database.quoted(reports + "reporting_workflow"),
                "reporting_chat",
                Database.quoted(reports + "reporting_chat"));
    }

    static String read(Dialect dialect, String name) {
        return read(FOLDER + dialect.folder() + "/" + name);
    }

    static String read(String path) {
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
