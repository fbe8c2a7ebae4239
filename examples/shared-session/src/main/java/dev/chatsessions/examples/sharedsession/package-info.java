/**
 * A voice agent and a page in one session: the agent opens it, the page joins by a QR link, a tool is called, and both hear
 * what came of it. Uses the ports, the core, the storage in memory and the HTTP adapter.
 */
package dev.chatsessions.examples.sharedsession;
