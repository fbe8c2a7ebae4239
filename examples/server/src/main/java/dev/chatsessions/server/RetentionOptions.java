package dev.chatsessions.server;

import dev.chatsessions.session.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How long sessions stay. */
final class RetentionOptions {

    @Option(
            names = "--retention",
            paramLabel = "POLICY",
            split = ",",
            description = "how long sessions stay: KIND:STATUS[+STATUS]:UNUSED:archive|delete[:AGE], such as"
                    + " shared:expired:7d:delete; default: for ever")
    private List<RetentionPolicy> policies = new ArrayList<>();

    List<RetentionPolicy> policies() {
        return List.copyOf(policies);
    }
}
