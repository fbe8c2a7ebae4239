package dev.chatsessions.reply;

/**
 * Tells one claim of a reply from every other: each claim gets a higher one, and whoever writes shows his. A producer
 * that lost its lease cannot know it in time; the fence makes sure that it does not matter.
 */
public record Fence(long value) {

    public Fence {
        if (value < 1) {
            throw new IllegalArgumentException("value " + value + " is less than 1");
        }
    }
}
