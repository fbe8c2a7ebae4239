package dev.chatsessions.adapter.javalin;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Base64;
import java.util.Optional;

/**
 * Where guests open what they are invited to.
 *
 * @param address of the host's page, which redeems the join token behind its {@code #}: that part is sent to no server, and
 *     so stands in no log
 * @param codes draws the links; empty for links only
 */
record JoinPage(URI address, Optional<QrCodes> codes) {

    JoinPage {
        requireNonNull(address, "address");
        requireNonNull(codes, "codes");
        if (!address.isAbsolute() || address.getFragment() != null) {
            throw new IllegalArgumentException("address " + address + " is not absolute, or has a fragment");
        }
    }

    String link(String secret) {
        return address + "#" + secret;
    }

    Optional<String> svg(String secret) {
        return codes.map(drawn -> drawn.svg(link(secret)));
    }

    /** As a page shows it without asking for it. */
    Optional<String> png(String secret) {
        return codes.map(
                drawn -> "data:image/png;base64," + Base64.getEncoder().encodeToString(drawn.png(link(secret))));
    }
}
