package dev.chatsessions.worker;

/** Whether a worker is there. */
public enum WorkerStatus {
    /** It was heard of lately. */
    ONLINE,
    /** It said that it leaves, or was not heard of for too long; what it is asked waits. */
    OFFLINE,
    /** Its user wants it no more; its tokens are worthless. */
    REVOKED
}
