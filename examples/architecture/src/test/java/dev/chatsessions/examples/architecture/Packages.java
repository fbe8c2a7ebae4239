package dev.chatsessions.examples.architecture;

import java.util.ArrayList;
import java.util.List;

/** Where things are. */
final class Packages {

    static final String ROOT = "dev.chatsessions";

    /** The features in reading order; one may know those before it. */
    static final List<String> FEATURES = List.of(
            "usage",
            "session",
            "join",
            "presence",
            "thread",
            "reply",
            "permission",
            "worker",
            "link",
            "webhook",
            "request",
            "transfer",
            "erasure");

    static final List<String> PORTS = portsPackages();

    static final String SPI = ROOT + ".spi..";

    static final String CORE = ROOT + ".core..";

    static final String TCK = ROOT + ".tck..";

    static final String ADAPTERS = ROOT + ".adapter..";

    static final String IN_MEMORY = ROOT + ".adapter.inmemory..";

    static final String JDBI = ROOT + ".adapter.jdbi..";

    static final String JAVALIN = ROOT + ".adapter.javalin..";

    static final String OMI = ROOT + ".adapter.omi..";

    static final String LANGCHAIN4J = ROOT + ".adapter.langchain4j..";

    static final String MICROMETER = ROOT + ".adapter.micrometer..";

    static final String NIMBUS = ROOT + ".adapter.nimbus..";

    static final String CLIENT = ROOT + ".client..";

    static final String SERVER = ROOT + ".server..";

    static final String EXAMPLES = ROOT + ".examples..";

    /** What each module has for itself, besides the ports. */
    static final List<String> MODULES = List.of(
            CORE,
            TCK,
            IN_MEMORY,
            JDBI,
            JAVALIN,
            OMI,
            LANGCHAIN4J,
            MICROMETER,
            NIMBUS,
            CLIENT,
            SERVER,
            ROOT + ".examples.embedded..",
            ROOT + ".examples.testdouble..",
            ROOT + ".examples.sharedsession..",
            ROOT + ".examples.jdkserver..",
            ROOT + ".examples.springboot..",
            ROOT + ".examples.worker..");

    private Packages() {}

    static String[] ports() {
        return PORTS.toArray(String[]::new);
    }

    /** These packages and more. */
    static String[] and(String[] packages, String... more) {
        var all = new ArrayList<>(List.of(packages));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static List<String> portsPackages() {
        var packages = new ArrayList<>(List.of(ROOT));
        FEATURES.forEach(feature -> packages.add(ROOT + "." + feature));
        packages.addAll(List.of(ROOT + ".identity", ROOT + ".live", ROOT + ".spi"));
        return List.copyOf(packages);
    }
}
