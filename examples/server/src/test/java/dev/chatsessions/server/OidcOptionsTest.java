package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of an identity provider that cannot be meant: one line, and nothing begins. */
final class OidcOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "issuer, login.example, issuer login.example is not a URL without query and fragment",
        "issuer, https://login.example/?realm=a, issuer https://login.example/?realm=a is not a URL",
        "audience, '  ', audience is blank",
        "jwks-url, http://login.example/keys, keys http://login.example/keys are not at an address such as https",
        "jwks-url, file:///etc/keys, keys file:///etc/keys are not at an address such as https",
        "jwks-url, 'https://a b', Illegal character"
    })
    void a_value_that_cannot_be_meant_is_refused_by_its_name(String name, String value, String words) {
        var run = CommandRun.of("serve", "--oidc-" + name + "=" + value);

        assertEquals(ExitCode.USAGE, run.exitCode());
        assertEquals(1, run.errors().lines().count(), run::errors);
        assertTrue(run.errors().contains("--oidc-" + name) && run.errors().contains(words), run::errors);
    }

    @Test
    void the_three_are_set_together() {
        var run = CommandRun.of("serve", "--oidc-issuer=https://login.example", "--oidc-audience=chat");

        assertEquals(ExitCode.CONFIGURATION, run.exitCode());
        assertEquals(1, run.errors().lines().count(), run::errors);
        assertTrue(run.errors().contains("oidc-jwks-url are set together"), run::errors);
    }
}
