/**
 * The reply engine: asking, claiming, writing under a fence, ending once; and the assistant of this process, which is a
 * producer like any other. Uses {@code work}, {@code session} and {@code thread}.
 */
package dev.chatsessions.core.reply;
