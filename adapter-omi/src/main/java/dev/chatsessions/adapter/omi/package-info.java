/** Omi's notification API. Uses the ports and the JDK. */
package dev.chatsessions.adapter.omi;
