package dev.chatsessions.transfer;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.UserId;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Writes down all that is kept of a user, as JSON Lines, and takes it in elsewhere. Each line is an object with a {@code
 * type}: first {@code export}, last {@code end} with the number of lines before it, between them {@code preferences},
 * {@code budget}, {@code request}, {@code link}, {@code worker}, {@code session}, {@code thread}, {@code reply}, {@code
 * permission}, {@code message} and {@code usage}. Both ways hold a few lines at a time, however many there are.
 */
public interface Transfers {

    /**
     * Tells the calling user's lines to {@code lines}, in an order in which they can be taken in. What changes meanwhile is
     * told as it was or as it is; a session that was used meanwhile comes once more at the end. Without secrets, and without
     * what was deleted.
     */
    void export(Caller caller, Consumer<JsonValue.Fields> lines);

    /**
     * Keeps what the lines tell as {@code user}'s, under the same ids. What is there already stays as it is, so that doing it
     * again changes nothing; so does what was deleted here, and what is somebody else's. For admins. Links and workers are
     * proven anew by their devices and programs, and are left out, as are budgets, which are set anew, and replies that
     * were not finished. In a session on a worker nobody answers before a worker of that name is the user's here, and the
     * lines are taken in again. The first line that cannot be understood is Invalid; what
     * came before it stays.
     */
    Intake take(Caller caller, UserId user, Iterator<JsonValue.Fields> lines);
}
