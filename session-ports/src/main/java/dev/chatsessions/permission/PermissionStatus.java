package dev.chatsessions.permission;

/** Where a request for permission is. */
public enum PermissionStatus {
    /** Waits for its user. */
    PENDING,
    /** Its user chose. */
    ANSWERED,
    /** The reply ended, or is no longer its asker's, before anybody chose. */
    CANCELLED
}
