package dev.chatsessions;

import static java.util.Objects.requireNonNull;

/** Names a machine on which workers run, made by its client: 1 to 64 of letters, digits, {@code _} and {@code -}. */
public record MachineId(String value) {

    public MachineId {
        if (!requireNonNull(value, "value").matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("value is not 1 to 64 of A-Z, a-z, 0-9, _ and -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
