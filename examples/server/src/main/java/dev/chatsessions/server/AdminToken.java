package dev.chatsessions.server;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The token that administers this server.
 *
 * @param fresh whether it was made just now, so that nobody knows it yet
 */
record AdminToken(String secret, boolean fresh) {

    private static final int BYTES = 32;

    /** The configured one, else the one that an earlier run left, else a new one, which is left for later runs. */
    static AdminToken of(Optional<String> configured, Optional<ServerFiles> files) {
        if (configured.isPresent()) {
            files.ifPresent(ServerFiles::forgetAdminToken);
            return new AdminToken(configured.get(), false);
        }
        return files.flatMap(ServerFiles::adminToken)
                .map(secret -> new AdminToken(secret, false))
                .orElseGet(() -> {
                    var made = new AdminToken(random(), true);
                    files.ifPresent(kept -> kept.keepAdminToken(made.secret()));
                    return made;
                });
    }

    private static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return "cs_a_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "AdminToken[secret hidden]";
    }
}
