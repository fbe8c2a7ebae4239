/**
 * A chat behind the HTTP server that comes with the JDK, in one file that is a guide. Uses the ports, the core and the storage
 * on JDBC.
 */
package dev.chatsessions.examples.jdkserver;
