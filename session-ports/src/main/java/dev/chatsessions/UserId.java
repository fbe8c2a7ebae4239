package dev.chatsessions;

/** Names a user as the host or the identity provider does: 1 to 200 characters, no control characters. */
public record UserId(String value) {

    public UserId {
        Ids.name(value, 200);
    }

    /**
     * The user whom an identity provider calls {@code subject}: {@code issuer#subject}. No two pairs give the same, as an
     * issuer is a URL without a fragment (OpenID Connect Core, section 2).
     */
    public static UserId of(String issuer, String subject) {
        if (issuer.indexOf('#') >= 0) {
            throw new IllegalArgumentException("issuer " + issuer + " has a fragment");
        }
        Ids.name(subject, 200);
        return new UserId(issuer + "#" + subject);
    }

    @Override
    public String toString() {
        return value;
    }
}
