package dev.chatsessions.server;

import dev.chatsessions.client.FaultProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Servers on one database as processes of their own, each reached over a line that can be cut. */
final class Cluster implements AutoCloseable {

    static final String ADMIN = "an-admin-token-for-this-test";

    private final Path folder;

    private final List<String> arguments;

    private final List<Optional<ServerProcess>> processes = new ArrayList<>();

    private final List<Integer> ports = new ArrayList<>();

    private final List<FaultProxy> lines = new ArrayList<>();

    private Cluster(Path folder, List<String> arguments) {
        this.folder = folder;
        this.arguments = arguments;
    }

    static Cluster start(Path folder, int size, String database, String... more) {
        return start(folder, Duration.ofSeconds(2), size, database, more);
    }

    static Cluster start(Path folder, Duration lease, int size, String database, String... more) {
        var arguments = new ArrayList<>(List.of(
                "serve",
                "--port=0",
                "--db=" + database,
                "--admin-token=" + ADMIN,
                "--lease=" + lease.toSeconds() + "s"));
        arguments.addAll(List.of(more));
        var cluster = new Cluster(folder, List.copyOf(arguments));
        try {
            for (var i = 0; i < size; i++) {
                var process = cluster.startProcess();
                cluster.processes.add(Optional.of(process));
                cluster.ports.add(process.address().getPort());
                cluster.lines.add(new FaultProxy(cluster.ports.get(i)));
            }
            return cluster;
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    private ServerProcess startProcess() {
        return ServerProcess.start(folder, arguments.toArray(String[]::new));
    }

    int size() {
        return lines.size();
    }

    /** The near end of the line to a node; it leads to another one while that node is away. */
    URI address(int node) {
        return URI.create("http://127.0.0.1:" + lines.get(node).port());
    }

    URI any(Random random) {
        return address(random.nextInt(size()));
    }

    /** A user's program on the line to a node. */
    ChatClient client(int node, String user) {
        return new ChatClient(address(node), token(user));
    }

    String token(String user) {
        return there().token(ADMIN, user);
    }

    /** An operator's program at some node. */
    ChatClient admin() {
        return new ChatClient(there().adminAddress(), ADMIN);
    }

    private synchronized ServerProcess there() {
        return processes.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    }

    FaultProxy line(int node) {
        return lines.get(node);
    }

    int cuts() {
        return lines.stream().mapToInt(FaultProxy::cuts).sum();
    }

    ServerProcess process(int node) {
        return processes.get(node).orElseThrow();
    }

    /** As {@code kill -9} does. */
    void kill(int node) {
        process(node).kill();
        away(node);
    }

    /** As {@code kill} does; gives the exit code. */
    int stop(int node) {
        var code = process(node).terminate().exitCode();
        away(node);
        return code;
    }

    private synchronized void away(int node) {
        processes.set(node, Optional.empty());
        for (var other = 0; other < size(); other++) {
            if (processes.get(other).isPresent()) {
                lines.get(node).leadTo(ports.get(other));
            }
        }
    }

    /** Starts a node that is away. */
    synchronized void restart(int node) {
        var process = startProcess();
        processes.set(node, Optional.of(process));
        ports.set(node, process.address().getPort());
        lines.get(node).leadTo(ports.get(node));
    }

    void freeze(int node) {
        ProcessSignal.STOP.send(process(node).handle().pid());
    }

    void thaw(int node) {
        ProcessSignal.CONT.send(process(node).handle().pid());
    }

    @Override
    public void close() {
        lines.forEach(FaultProxy::close);
        processes.forEach(process -> process.ifPresent(ServerProcess::close));
    }
}
