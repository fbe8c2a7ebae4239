package dev.chatsessions;

/**
 * Names where in the network a client is, for limits only: 1 to 200 characters, no control characters. Whoever drives the
 * product decides what it is, such as an address or the network that it lies in.
 */
public record ClientAddress(String value) {

    public ClientAddress {
        Ids.name(value, 200);
    }

    @Override
    public String toString() {
        return value;
    }
}
