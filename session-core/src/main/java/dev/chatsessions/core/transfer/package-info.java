/** Taking all of a user's data away and in. */
package dev.chatsessions.core.transfer;
