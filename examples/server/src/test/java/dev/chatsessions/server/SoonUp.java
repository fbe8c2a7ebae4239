package dev.chatsessions.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * How a program that is started many times is up sooner: with its classes as the first one left them (JEP 350). It is
 * made once for all tests of this build and this JDK.
 */
final class SoonUp {

    static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private SoonUp() {}

    /** The options by which it is found; whatever is wrong with it, the program starts without. */
    static List<String> archived(Path jar) {
        try {
            var archive = jar.resolveSibling("classes-" + System.getProperty("java.vm.version") + "-"
                    + Files.getLastModifiedTime(jar).toMillis() + ".jsa");
            if (!Files.exists(archive)) {
                makeOnce(jar, archive);
            }
            return List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:SharedArchiveFile=" + archive);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void makeOnce(Path jar, Path archive) throws IOException {
        var guard = archive.resolveSibling(archive.getFileName() + ".lock");
        try (var channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (held.isValid() && !Files.exists(archive)) {
                make(jar, archive);
            }
        }
    }

    private static void make(Path jar, Path archive) throws IOException {
        var fresh = archive.resolveSibling(archive.getFileName() + ".new");
        var command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:ArchiveClassesAtExit=" + fresh));
        command.addAll(List.of("-jar", jar.toString(), "serve", "--port=0", "--profile=dev", "--db=jdbc:h2:mem:chat"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("listening on ")) {
                    process.toHandle().destroy();
                }
            }
            process.waitFor();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("interrupted", stopped);
        } finally {
            process.destroyForcibly();
        }
        Files.move(fresh, archive);
    }
}
