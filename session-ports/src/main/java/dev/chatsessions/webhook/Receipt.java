package dev.chatsessions.webhook;

/**
 * What became of a delivery.
 *
 * @param accepted segments that are new
 * @param repeated segments that were there already
 * @param skipped segments that could not be used
 * @param linked whether the device is somebody's; else what was accepted waits to be claimed
 */
public record Receipt(int accepted, int repeated, int skipped, boolean linked) {

    public Receipt {
        if (accepted < 0 || repeated < 0 || skipped < 0) {
            throw new IllegalArgumentException("a count is negative");
        }
    }
}
