package dev.chatsessions.adapter.jdbi;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * What the contracts send, which call every method of every store. Not a test by itself: its failures are those of the
 * storage's own.
 */
final class SentByContracts extends EveryContract {

    /** JUnit makes the contracts, and asks nobody for a database. */
    private static final AtomicReference<Optional<JdbiFixture>> FIXTURE = new AtomicReference<>(Optional.empty());

    SentByContracts() {
        super(() -> FIXTURE.get().orElseThrow());
    }

    /** Each statement with a plan that stands in the default schema, once in each form. */
    static Collection<Recorder.Sent> to(TestDatabase database) {
        new JdbiFixture(database).open().close();
        var recorder = new Recorder(database.pool());
        FIXTURE.set(Optional.of(new JdbiFixture(database, recorder.source())));
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(SentByContracts.class))
                        .build());
        return forms(recorder.take(), "chat_sessions");
    }

    /** The statements that find rows of a schema, one for each form: numbers differ, and how many values are compared. */
    static Collection<Recorder.Sent> forms(List<Recorder.Sent> sent, String schema) {
        var forms = new LinkedHashMap<String, Recorder.Sent>();
        for (var trip : sent) {
            for (var part : trip.split()) {
                var of = '"' + schema + "\".";
                if (part.findsRows() && part.sql().contains(of) && !part.sql().contains("schema_version")) {
                    forms.putIfAbsent(form(part.sql().replace(of, "")), part);
                }
            }
        }
        return new ArrayList<>(forms.values());
    }

    private static String form(String sql) {
        return sql.replaceAll("\\?(, \\?)+", "?").replaceAll("limit \\d+", "limit 1");
    }
}
