package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.server.ChatStream.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Two servers on one PostgreSQL, of which one is killed while it answers. */
record LostNode(Program program, DurablePostgres postgres) {

    void addTo(BadInputRows rows) {
        rows.holds("E068", this::resumeElsewhere);
    }

    private void resumeElsewhere() {
        var database = postgres.url(postgres.database());
        try (var doomed = serve(database);
                var other = serve(database)) {
            var otherAddress = other.address();
            var there = new ChatClient(otherAddress, other.token(BadInputRows.SECRET, "ann"));
            var ben = new ChatClient(otherAddress, other.token(BadInputRows.SECRET, "ben"));
            var before = new ArrayList<Event>();
            try (var healthy = ben.stream("a question of mine")) {
                healthy.next();
                var place = askUntilKilled(doomed, before);

                List<Event> after;
                try (var stream = there.resume(place)) {
                    after = stream.rest();
                }

                assertEquals("expired", last(after).data().path("finish_reason").asText());
                assertEquals(List.of(), repeated(before, after));
                assertEquals(ChatStream.text(before) + ChatStream.text(after), answerIn(there));
                assertEquals(
                        "complete",
                        last(healthy.rest()).data().path("finish_reason").asText());
            }
        }
    }

    /** The place from which to go on. */
    private static String askUntilKilled(ServerProcess doomed, List<Event> before) {
        var ann = new ChatClient(doomed.address(), doomed.token(BadInputRows.SECRET, "ann"));
        try (var stream = ann.stream("a question of hers")) {
            before.addAll(stream.tokens(4));
            doomed.kill();
            before.addAll(stream.rest());
            return stream.lastId();
        }
    }

    private ServerProcess serve(String database) {
        return ServerProcess.start(
                program.emptyFolder(),
                "serve",
                "--port=0",
                "--db=" + database,
                "--admin-token=" + BadInputRows.SECRET,
                "--assistant-words-per-second=20",
                "--lease=2s");
    }

    private static String answerIn(ChatClient client) {
        return client.history().path("messages").path(1).path("content").asText();
    }

    private static Event last(List<Event> events) {
        return events.get(events.size() - 1);
    }

    private static List<String> repeated(List<Event> before, List<Event> after) {
        var seen = new HashSet<String>();
        return Stream.concat(before.stream(), after.stream())
                .map(Event::id)
                .filter(id -> !seen.add(id))
                .toList();
    }
}
