package dev.chatsessions.server;

/** The process that started this one, where the two shall end together. */
final class ParentProcess {

    /** Set by the build's {@code serve} profile: a build that is killed cannot end what it started. */
    private static final String END_WITH_PARENT = "chat-sessions.end-with-parent";

    private ParentProcess() {}

    static void endWithIt() {
        if (!Boolean.getBoolean(END_WITH_PARENT)) {
            return;
        }
        ProcessHandle.current()
                .parent()
                .ifPresentOrElse(parent -> parent.onExit().thenRun(() -> System.exit(0)), () -> System.exit(0));
    }
}
