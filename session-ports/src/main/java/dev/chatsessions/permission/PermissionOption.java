package dev.chatsessions.permission;

import static java.util.Objects.requireNonNull;

/**
 * One of the answers that a user may choose from.
 *
 * @param id as the asker calls it, 1 to 200 characters
 * @param name for people, 1 to 200 characters
 */
public record PermissionOption(String id, String name, PermissionKind kind) {

    public PermissionOption {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
    }
}
