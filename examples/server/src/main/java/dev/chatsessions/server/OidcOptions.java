package dev.chatsessions.server;

import dev.chatsessions.adapter.nimbus.OidcIdentityProvider;
import dev.chatsessions.server.Values.OidcAudience;
import dev.chatsessions.server.Values.OidcIssuer;
import dev.chatsessions.server.Values.OidcKeys;
import dev.chatsessions.spi.IdentityProvider;
import dev.chatsessions.spi.Observer;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Whose users are ours too. */
final class OidcOptions {

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "the identity provider whose users may come, as its tokens name it; default: none")
    private Optional<OidcIssuer> issuer = Optional.empty();

    @Option(names = "--oidc-audience", paramLabel = "NAME", description = "whom its tokens have to be for")
    private Optional<OidcAudience> audience = Optional.empty();

    @Option(
            names = "--oidc-jwks-url",
            paramLabel = "URL",
            description = "where its keys are, such as https://login.example.org/keys")
    private Optional<OidcKeys> keys = Optional.empty();

    /** Refuses what does not go together. */
    void check() {
        var set = Stream.of(issuer, audience, keys).filter(Optional::isPresent).count();
        if (set != 0 && set != 3) {
            throw Failure.configuration("oidc-issuer, oidc-audience and oidc-jwks-url are set together or not at all");
        }
    }

    Optional<IdentityProvider> provider(Observer observer) {
        return issuer.map(named -> OidcIdentityProvider.of(
                named.text(), audience.orElseThrow().text(), keys.orElseThrow().address(), observer));
    }
}
