package dev.chatsessions.adapter.javalin;

import java.util.Locale;

/** Why a stream ends, and how a WebSocket says so. */
enum Ending {
    /** The reader left, who hears no more. */
    GONE(1006, "gone"),
    /** Everything was told. */
    OVER(1000, "over"),
    /** Sends a message larger than any that is read. */
    TOO_LARGE(1009, "too large"),
    /** Something failed here; what was told so far can be resumed. */
    FAILED(1011, "failed"),
    /** This server goes, or cannot read on; another can. */
    MOVING(1012, "come back"),
    /** Does not take what it is sent. */
    SLOW(4008, "too slow"),
    /** Does not answer a ping. */
    SILENT(4012, "no pong"),
    /** Does not begin, where it has to speak first. */
    SPEECHLESS(4408, "nothing said"),
    /** Sends more than it may. */
    HASTY(4013, "too many frames"),
    /** Has no credential, or none that is still good. */
    UNWELCOME(4401, "credential"),
    /** Came by a join token that was used before. */
    USED(4404, "join token used"),
    /** The session is over. */
    SESSION_ENDED(4410, "session ended"),
    /** Sends what means nothing, again and again. */
    GARBLED(4509, "bad frames");

    private final int code;

    private final String reason;

    Ending(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** In a word that meters have. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
