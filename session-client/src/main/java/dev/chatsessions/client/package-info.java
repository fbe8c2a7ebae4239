/** A client of the server's streams that needs nothing but the JDK. */
package dev.chatsessions.client;
