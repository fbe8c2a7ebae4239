package dev.chatsessions.client;

/** How events come from the server. */
public enum Transport {
    /** Server-sent events, on the answer to a request. Every stream of the server is to be had so. */
    SERVER_SENT_EVENTS,
    /** The frames of a WebSocket: the logs of sessions and threads. A dead line is found by both sides. */
    WEB_SOCKET
}
