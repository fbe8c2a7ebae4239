/**
 * The use cases of the core, told as rules, and run alike on every storage: {@link
 * dev.chatsessions.core.usecases.AllUseCases} on a {@link dev.chatsessions.core.usecases.Backend}.
 */
package dev.chatsessions.core.usecases;
