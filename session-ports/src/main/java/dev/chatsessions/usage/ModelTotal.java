package dev.chatsessions.usage;

import static java.util.Objects.requireNonNull;

/** What was spent on one model. */
public record ModelTotal(String model, UsageTotal total) {

    public ModelTotal {
        requireNonNull(model, "model");
        requireNonNull(total, "total");
    }
}
