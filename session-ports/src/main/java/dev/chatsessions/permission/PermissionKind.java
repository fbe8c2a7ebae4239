package dev.chatsessions.permission;

/** What choosing an option means, as in the Agent Client Protocol. */
public enum PermissionKind {
    ALLOW_ONCE,
    ALLOW_ALWAYS,
    REJECT_ONCE,
    REJECT_ALWAYS
}
