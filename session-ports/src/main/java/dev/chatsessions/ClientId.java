package dev.chatsessions;

/**
 * Tells a client from the others of the same caller, such as a phone from a page: a name it chose and keeps over its
 * connections, 1 to 64 characters.
 */
public record ClientId(String value) {

    public ClientId {
        Ids.name(value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
