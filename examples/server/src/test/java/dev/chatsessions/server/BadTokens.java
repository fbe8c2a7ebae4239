package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.adapter.nimbus.StubProvider;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/** Tokens that no identity provider should issue, shown to a server that takes those of one; beside them, good ones work. */
final class BadTokens implements AutoCloseable {

    private final StubProvider provider = new StubProvider();

    private final ServerProcess server;

    private final URI address;

    BadTokens(Program program) {
        server = ServerProcess.start(
                program.emptyFolder(),
                "serve",
                "--port=0",
                "--oidc-issuer=" + StubProvider.ISSUER,
                "--oidc-audience=" + StubProvider.AUDIENCE,
                "--oidc-jwks-url=" + provider.keys());
        address = server.address();
    }

    void addTo(BadInputRows rows) {
        refused(rows, "H069", provider -> provider.unsigned("ann"));
        refused(rows, "H070", provider -> provider.signedWithThePublicKey("ann"));
        rows.holds("H071", () -> {
            requireRefused(provider.forAnotherAudience("ann"));
            requireRefused(provider.fromAnotherIssuer("ann"));
        });
        refused(rows, "H072", provider -> provider.withoutEnd("ann"));
        refused(rows, "H073", provider -> provider.namingTheKey("../../dev/null", "ann"));
    }

    private void refused(BadInputRows rows, String id, Function<StubProvider, String> token) {
        rows.holds(id, () -> requireRefused(token.apply(provider)));
    }

    private void requireRefused(String token) {
        var answer = me(token);

        assertEquals(401, answer.status());
        assertEquals("unauthenticated", answer.json().path("code").asText());
        assertTrue(answer.hasHeader("WWW-Authenticate: Bearer"));
        var good = me(provider.token("ann", Duration.ofHours(1)));
        assertEquals(200, good.status());
        assertEquals(StubProvider.ISSUER + "#ann", good.json().path("user_id").asText());
    }

    private RawAnswer me(String token) {
        return RawAnswer.to(
                address,
                "GET /me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    }

    @Override
    public void close() {
        server.close();
        provider.close();
    }
}
