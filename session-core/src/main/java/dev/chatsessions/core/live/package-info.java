/** Replaying and following the logs. Knows every feature's events; none knows it. */
package dev.chatsessions.core.live;
