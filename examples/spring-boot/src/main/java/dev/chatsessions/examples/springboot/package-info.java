/**
 * A shop with a chat on Spring Boot, in one file that is a guide: its data source, its transactions, its login, its streams.
 * Uses the ports, the core and the storage on JDBC.
 */
package dev.chatsessions.examples.springboot;
