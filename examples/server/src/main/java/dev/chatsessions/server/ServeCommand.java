package dev.chatsessions.server;

import dev.chatsessions.server.Values.Lease;
import dev.chatsessions.server.Values.Port;
import dev.chatsessions.server.Values.WordsPerSecond;
import dev.chatsessions.session.RetentionPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "serve", description = "Serves until it is told to stop.", sortOptions = false)
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "where to listen, 0.0.0.0 for everywhere; default: ${DEFAULT-VALUE}")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7070",
            description = "0 for any that is free; default: ${DEFAULT-VALUE}")
    private Port port;

    @Option(
            names = "--profile",
            paramLabel = "dev|prod",
            defaultValue = "prod",
            description = "dev prints a token that works, and serves this machine only; default: ${DEFAULT-VALUE}")
    private Profile profile;

    @Option(
            names = "--allow-remote-dev",
            description = "let the dev profile listen on another host than this machine's own")
    private boolean allowRemoteDev;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private AdminTokenOptions adminToken;

    @Mixin
    private OmiOptions omi;

    @Mixin
    private OidcOptions oidc;

    @Mixin
    private WebhookOptions webhooks;

    @Mixin
    private ModelOptions model;

    @Mixin
    private AdminOptions admin;

    @Option(names = "--assistant-words-per-second", paramLabel = "N", description = "slows the built-in assistant down")
    private Optional<WordsPerSecond> wordsPerSecond = Optional.empty();

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            defaultValue = "15s",
            description = "after how long without a word an answer is given up; default: ${DEFAULT-VALUE}")
    private Lease lease;

    @Mixin
    private AbsenceOptions absence;

    @Mixin
    private HttpOptions http;

    @Mixin
    private RetentionOptions retention;

    @Option(
            names = "--join-page",
            paramLabel = "URL",
            description = "the page that guests open, such as https://chat.example.org/join.html; default: in the dev"
                    + " profile our own, else invitations come without link and QR code")
    private Optional<URI> joinPage = Optional.empty();

    @Option(
            names = "--log-level",
            paramLabel = "error|warn|info",
            description = "how much the log tells, at info a line for each request; default: info")
    private Optional<LogLevel> logLevel = Optional.empty();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        refuseRemoteDev(host);
        refuseRemoteDev(admin.host());
        adminPort();
        refuseToForget();
        refuseOpenJoinPage();
        oidc.check();
        omi.check();
        webhooks.check();
        model.check();
        refuseOpenSecrets();
        logLevel.ifPresent(LogLevel::set);
        ParentProcess.endWithIt();
        StandaloneServer.start(this, System.out::println);
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private void refuseRemoteDev(String place) {
        try {
            var local = InetAddress.getByName(place).isLoopbackAddress();
            if (profile == Profile.DEV && !local && !allowRemoteDev) {
                throw Failure.configuration("the dev profile listens on this machine only, not on " + place
                        + ": choose --profile prod, or add --allow-remote-dev");
            }
        } catch (UnknownHostException e) {
            throw Failure.configuration("there is no host " + place + " to listen on");
        }
    }

    private void refuseToForget() {
        var address = database.address();
        if (profile == Profile.PROD && address.isInMemory() && !database.unsafe()) {
            throw Failure.configuration("the database " + address.shown()
                    + " ends with the process: name another with --db, choose --profile dev, or add --allow-unsafe-db");
        }
    }

    /** What others on this machine can read is no secret. */
    private void refuseOpenSecrets() {
        var secrets = List.of(adminToken.secret(), database.secret(), omi.secret(), webhooks.secret(), model.secret());
        secrets.forEach(secret -> secret.check(profile));
        if (profile == Profile.PROD) {
            Configuration.of(command)
                    .requireClosed(secrets.stream().map(KeptSecret::name).toList());
        }
    }

    /** Whoever sees an invitation on its way comes in by it. */
    private void refuseOpenJoinPage() {
        var open = joinPage.filter(page -> page.getScheme().equalsIgnoreCase("http") && !isHere(page.getHost()));
        if (profile == Profile.PROD && open.isPresent()) {
            throw Failure.configuration("join-page: guests come in over HTTPS only, not by " + open.get());
        }
    }

    private static boolean isHere(String host) {
        return host.matches("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    }

    String host() {
        return host;
    }

    int port() {
        return port.number();
    }

    Profile profile() {
        return profile;
    }

    DatabaseOptions database() {
        return database;
    }

    Optional<String> adminToken() {
        return adminToken.token();
    }

    OmiOptions omi() {
        return omi;
    }

    OidcOptions oidc() {
        return oidc;
    }

    AdminOptions admin() {
        return admin;
    }

    /** Empty where operators are served with everybody else. */
    OptionalInt adminPort() {
        return admin.port(profile, port.number());
    }

    WebhookOptions webhooks() {
        return webhooks;
    }

    ModelOptions model() {
        return model;
    }

    Optional<WordsPerSecond> wordsPerSecond() {
        return wordsPerSecond;
    }

    Duration lease() {
        return lease.duration();
    }

    AbsenceOptions absence() {
        return absence;
    }

    List<RetentionPolicy> retention() {
        return retention.policies();
    }

    Optional<URI> joinPage() {
        return joinPage;
    }

    HttpOptions http() {
        return http;
    }
}
