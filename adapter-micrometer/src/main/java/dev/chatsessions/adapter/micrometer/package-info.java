/** What the library does, as Micrometer's meters. Uses the ports and Micrometer. */
package dev.chatsessions.adapter.micrometer;
