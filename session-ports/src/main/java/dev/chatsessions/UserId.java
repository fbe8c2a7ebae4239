package dev.chatsessions;

/** Names a user as the host or the identity provider does: 1 to 200 characters, no control characters. */
public record UserId(String value) {

    public UserId {
        Ids.name(value, 200);
    }

    @Override
    public String toString() {
        return value;
    }
}
