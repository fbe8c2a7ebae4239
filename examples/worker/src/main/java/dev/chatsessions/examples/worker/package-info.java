/**
 * A program on somebody's machine that answers there: it takes what its user asks from the server, has an agent answer it,
 * one for each session, and streams what the agent says. Uses the client and the server's routes, and none of the library.
 */
package dev.chatsessions.examples.worker;
