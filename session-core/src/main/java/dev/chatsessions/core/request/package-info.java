/** What users want done, kept and changed. Uses {@code work}. */
package dev.chatsessions.core.request;
