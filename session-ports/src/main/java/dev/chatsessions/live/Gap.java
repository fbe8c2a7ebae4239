package dev.chatsessions.live;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Cursor;

/**
 * Something was missed that cannot be told any more; instead, how things stand.
 *
 * @param head where reading goes on: the place at which the snapshot was taken
 */
public record Gap(GapReason reason, Cursor head, Snapshot snapshot) {

    public Gap {
        requireNonNull(reason, "reason");
        requireNonNull(head, "head");
        requireNonNull(snapshot, "snapshot");
    }
}
