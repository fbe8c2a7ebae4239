package dev.chatsessions.live;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;

/**
 * The logs. Live delivery and replay are the same reading: whoever resumes after the last place seen gets everything
 * once, in order, or is told that it cannot be told.
 */
public interface LiveEvents {

    /** Where the feed's log ends now. NotFound unless the caller may read it. */
    Cursor head(Caller caller, Feed feed);

    /**
     * Reads at most {@code limit} (1 to 1,000) events, fewer where their texts are large. Repeating it reads the same, and
     * what came since.
     */
    Replay replay(Caller caller, Feed feed, StartAt start, int limit);

    /**
     * Replays from {@code start}, then follows until closed or ended. NotFound or Gone unless the caller may read it. Not
     * within a host's transaction.
     */
    Subscription subscribe(Caller caller, Feed feed, StartAt start, Listener listener);
}
