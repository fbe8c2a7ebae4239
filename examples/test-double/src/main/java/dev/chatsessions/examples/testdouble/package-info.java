/** A program that is given its chat, and its tests that give it one in memory. Uses the ports; its tests the core. */
package dev.chatsessions.examples.testdouble;
