/**
 * The product's rules and use cases. {@link dev.chatsessions.core.SessionCore} wires them to a storage and, if wanted, an
 * assistant; everything below is found through it.
 */
package dev.chatsessions.core;
