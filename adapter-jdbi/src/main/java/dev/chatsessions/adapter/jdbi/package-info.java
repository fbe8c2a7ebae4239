/**
 * The storage on H2 and PostgreSQL. {@link dev.chatsessions.adapter.jdbi.JdbiStorage} is all that a host names; behind
 * it each table is one class that holds its SQL and reads its rows, {@code Dialect} holds what differs between the two
 * databases, and {@code Transaction} decides when a statement travels. Uses the words and the {@code spi} of the ports.
 */
package dev.chatsessions.adapter.jdbi;
