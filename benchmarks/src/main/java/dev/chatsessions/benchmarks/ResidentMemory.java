package dev.chatsessions.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has in memory, as its kernel counts it. */
final class ResidentMemory {

    private static final int KILOBYTE = 1_024;

    private ResidentMemory() {}

    /** In bytes. Asks Linux itself, where {@code ps} may not be installed, and {@code ps} on macOS. */
    static long of(long pid) throws IOException {
        var status = Path.of("/proc", Long.toString(pid), "status");
        return KILOBYTE * (Files.isReadable(status) ? told(status) : told(pid));
    }

    private static long told(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long told(long pid) throws IOException {
        var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        try (InputStream answer = ps.getInputStream()) {
            return Long.parseLong(new String(answer.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }
}
