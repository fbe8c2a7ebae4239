package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import java.util.Optional;

/** The logs by their scope. */
final class LogRows {

    private final Journal journal;

    private final Rows<LogScope, Log> logs;

    LogRows(Journal journal) {
        this.journal = journal;
        this.logs = new Rows<>(journal);
    }

    Optional<Log> find(LogScope scope) {
        return logs.find(scope);
    }

    /** For who has locked it, so that it is there. */
    Log require(LogScope scope) {
        return logs.find(scope).orElseThrow();
    }

    Log begin(LogScope scope, long epoch) {
        var log = new Log(journal, scope, epoch);
        logs.put(scope, log);
        return log;
    }

    void remove(LogScope scope) {
        logs.remove(scope);
    }
}
