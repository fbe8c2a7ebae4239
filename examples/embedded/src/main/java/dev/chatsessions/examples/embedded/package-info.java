/** A chat inside a program: no server, no database, ten lines. Uses the ports, the core and the storage in memory. */
package dev.chatsessions.examples.embedded;
