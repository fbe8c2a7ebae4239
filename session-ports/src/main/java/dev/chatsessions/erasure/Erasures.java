package dev.chatsessions.erasure;

import dev.chatsessions.Caller;
import dev.chatsessions.UserId;

/**
 * Removes all that is kept of a user: his sessions with everything in them, his requests, devices, workers, tokens and
 * preferences, what he spent, and his log. In other people's sessions nothing is kept under his name: who takes part there is
 * a guest, whom only the invitation names.
 *
 * <p>From the first moment on nothing new is kept for him, whoever writes it and however late: what would be his is Gone {@code
 * user-erased}, and what his devices deliver goes nowhere until somebody else links them. The rest goes on with the
 * housekeeping of any node, a bounded number of rows at a time. All that stays is a mark that tells nobody who it was.
 */
public interface Erasures {

    /**
     * Begins to erase the user, whose tokens, and those of his workers, are revoked at once and whose log ends. Users erase
     * themselves, admins anybody; any other user is NotFound. Repeating it changes nothing.
     */
    Erasure erase(Caller caller, UserId user);

    /** How far it is. For the user and admins; NotFound where nobody was erased. */
    Erasure find(Caller caller, UserId user);

    /**
     * Lets a user of this name begin anew, with nothing. For admins, else Forbidden; NotFound where nobody was erased, Conflict
     * {@code erasure-open} before it has ended.
     */
    void lift(Caller caller, UserId user);
}
