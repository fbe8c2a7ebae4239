package dev.chatsessions.join;

import dev.chatsessions.identity.Permission;
import java.util.EnumSet;
import java.util.Set;

/** What a guest may do in the session. */
public enum Admission {
    /** See what is said and stored. */
    READ(EnumSet.of(Permission.READ)),
    /** Say and store something too. */
    READ_WRITE(EnumSet.of(Permission.READ, Permission.WRITE));

    private final Set<Permission> permissions;

    Admission(Set<Permission> permissions) {
        this.permissions = Set.copyOf(permissions);
    }

    public Set<Permission> permissions() {
        return permissions;
    }
}
