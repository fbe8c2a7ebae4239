package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.server.ServerProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Files and variables that cannot be meant. */
record BadSettings(Program program) {

    void addTo(BadInputRows rows) {
        names(rows);
        values(rows);
        durations(rows);
        origins(rows);
        publicAddress(rows);
        files(rows);
    }

    private void names(BadInputRows rows) {
        rows.refused("C001", "unknown key 'prot'", () -> file("prot = 1"));
        rows.refused("C002", "unknown key 'db.url'", () -> file("db.url = jdbc:h2:./chat"));
        rows.refused("C003", "the key 'port' is there twice", () -> file("port = 0\nport = 7070"));
        rows.refused("C086", "CHAT_SESSIONS_PROT", () -> Program.refuseWith("CHAT_SESSIONS_PROT", "1"));
    }

    private void values(BadInputRows rows) {
        rows.refused("C004", "db-pool-size: 'many' is not a number", () -> file("db-pool-size = many"));
        rows.refused("C005", "the value of 'port' is empty", () -> file("port ="));
        rows.refused("C007", "CHAT_SESSIONS_PORT: '70000' is not a port", () -> port("70000"));
        rows.refused("C008", "CHAT_SESSIONS_PORT: '80a' is not a port", () -> port("80a"));
        rows.refused("C009", "cannot listen on port", this::portThatIsTaken);
        rows.refused(
                "C050",
                "CHAT_SESSIONS_SECRET_KEY: the key is 24 bytes long",
                () -> Program.refuseWith("CHAT_SESSIONS_SECRET_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"));
        rows.refused("C018", "db-pool-size: '0' is not a number of connections", () -> file("db-pool-size = 0"));
        rows.refused("C019", "db-pool-size: '1' is not a number of connections", () -> file("db-pool-size = 1"));
    }

    private void durations(BadInputRows rows) {
        rows.refused("C024", "lease: '30' is not a duration", () -> file("lease = 30"));
        rows.refused("C025", "lease: '-5m' is not a duration", () -> file("lease = -5m"));
        rows.refused("C026", "lease: '1.5d' is not a duration", () -> file("lease = 1.5d"));
        rows.refused("C027", "lease: 'PT' is not a duration", () -> file("lease = PT"));
        rows.refused("C028", "99h' is not a", this::tooLongALease);
        rows.refused("C030", "lease: '1ms' is not a lease", () -> file("lease = 1ms"));
    }

    private void origins(BadInputRows rows) {
        rows.refused("C055", "origin * is not a scheme, a host", () -> file("cors-origins = *"));
        rows.refused("C056", "origin https://a.example/app is not", () -> file("cors-origins = https://a.example/app"));
        rows.refused("C057", "origin a.example is not", () -> file("cors-origins = https://b.example,a.example"));
        rows.refused("C058", "origin null is not", () -> file("cors-origins = null"));
    }

    private void publicAddress(BadInputRows rows) {
        rows.refused(
                "C061",
                "join-page: guests come in over HTTPS only",
                () -> file("join-page = http://chat.example.org/join.html"));
    }

    private void files(BadInputRows rows) {
        rows.refused("C081", "cannot be read", () -> Program.refuse("serve", "--config", "."));
        rows.refused("C083", "begins with a byte order mark", () -> file("\uFEFFport = 0"));
    }

    private Ended file(String text) {
        return program.refuseWithFile(text, "serve");
    }

    private static Ended port(String value) {
        return Program.refuseWith("CHAT_SESSIONS_PORT", value);
    }

    private Ended portThatIsTaken() {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return program.run("serve", "--profile", "dev", "--port", Integer.toString(taken.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ended tooLongALease() {
        var longest = file("lease = 999999999h");
        var longer = file("lease = 9999999999h");
        assertEquals(longest.exitCode(), longer.exitCode());
        return longer;
    }
}
