package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.Text;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one node tells the others, as the words of a notification: a line that names the node, then one for each log.
 *
 * @param node who tells it
 * @param logs which have grown; empty for more than can be told, or than this program knows
 */
record SignalText(String node, Optional<Set<LogScope>> logs) {

    /** PostgreSQL takes less than 8000. */
    private static final int MOST_BYTES = 7_999;

    private static final String EVERYTHING = "*";

    private static final String SESSION = "session:";

    private static final String USER = "user:";

    private static final String WORKER = "worker:";

    static SignalText of(String node, Set<LogScope> logs) {
        return new SignalText(node, Optional.of(logs));
    }

    static SignalText everything(String node) {
        return new SignalText(node, Optional.empty());
    }

    /** What another program wrote there, or a newer node, tells no more than that something happened. */
    static SignalText read(String text) {
        var lines = text.split("\n");
        var logs = new HashSet<LogScope>();
        try {
            for (var i = 1; i < lines.length; i++) {
                logs.add(log(lines[i]));
            }
        } catch (RuntimeException unknown) {
            return everything(lines[0]);
        }
        return of(lines[0], logs);
    }

    private static LogScope log(String line) {
        if (line.startsWith(SESSION)) {
            return new LogScope.OfSession(SessionId.parse(line.substring(SESSION.length())));
        }
        if (line.startsWith(USER)) {
            return new LogScope.OfUser(new UserId(line.substring(USER.length())));
        }
        if (line.startsWith(WORKER)) {
            return new LogScope.OfWorker(new WorkerId(line.substring(WORKER.length())));
        }
        throw new IllegalArgumentException("no log of ours");
    }

    String write() {
        var text = new StringBuilder(node);
        if (logs.isEmpty()) {
            return text.append('\n').append(EVERYTHING).toString();
        }
        logs.get().forEach(log -> text.append('\n').append(log));
        return Text.utf8Length(text.toString()) <= MOST_BYTES
                ? text.toString()
                : everything(node).write();
    }
}
