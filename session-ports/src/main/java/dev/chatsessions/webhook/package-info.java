/**
 * What devices deliver: transcripts, the conversations made of them, and when the assistant listens. May know links and
 * whatever those know.
 */
package dev.chatsessions.webhook;
