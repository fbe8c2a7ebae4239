/**
 * The standalone server: reads its configuration, opens the database, wires core, storage and HTTP, and tends to the
 * process. It may use every module; nothing uses it.
 */
package dev.chatsessions.server;
