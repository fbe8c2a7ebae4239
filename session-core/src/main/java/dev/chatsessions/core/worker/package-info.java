/**
 * Workers: how a program becomes one, whether it is there, the sessions on it and what it is told to do. Uses {@code work},
 * {@code identity}, {@code session}, {@code thread} and {@code reply}.
 */
package dev.chatsessions.core.worker;
