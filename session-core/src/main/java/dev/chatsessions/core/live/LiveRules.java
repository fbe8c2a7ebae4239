package dev.chatsessions.core.live;

import dev.chatsessions.LogScope;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.spi.EventLog.LogHead;

/** From where a reader may go on. Pure. */
final class LiveRules {

    /** Where reading begins. */
    sealed interface Start {}

    /** After this sequence. */
    record From(long sequence) implements Start {}

    /** Nowhere: what came after the cursor cannot be told. */
    record Lost(GapReason reason) implements Start {}

    private LiveRules() {}

    /**
     * @param clearedThrough up to where what the feed covers was cleared
     */
    static Start start(StartAt wanted, LogScope scope, LogHead head, long clearedThrough) {
        if (wanted instanceof StartAt.Earliest) {
            return new From(0);
        }
        if (wanted instanceof StartAt.Head) {
            return new From(head.sequence());
        }
        if (!(wanted instanceof StartAt.After after)) {
            return new Lost(GapReason.MALFORMED);
        }
        var cursor = after.cursor();
        if (!cursor.isIn(scope)) {
            return new Lost(GapReason.FOREIGN);
        }
        if (cursor.epoch() == 0 && cursor.sequence() == 0) {
            // The place before the first event of a log that had not begun.
            return new From(0);
        }
        if (cursor.epoch() != head.epoch()) {
            return new Lost(GapReason.EPOCH);
        }
        if (cursor.sequence() > head.sequence()) {
            return new Lost(GapReason.FUTURE);
        }
        return cursor.sequence() < clearedThrough ? new Lost(GapReason.CLEARED) : new From(cursor.sequence());
    }
}
