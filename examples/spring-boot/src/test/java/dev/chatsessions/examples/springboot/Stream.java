package dev.chatsessions.examples.springboot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Server-sent events as they are read. */
final class Stream implements AutoCloseable {

    private final BufferedReader lines;

    Stream(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The lines between two empty ones. */
    record Frame(List<String> lines) {

        String id() {
            return field("id");
        }

        String type() {
            return field("event");
        }

        String data() {
            return field("data");
        }

        private String field(String name) {
            return lines.stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1))
                    .collect(Collectors.joining("\n"));
        }
    }

    Frame next() throws IOException {
        var frame = new ArrayList<String>();
        for (var line = lines.readLine(); !"".equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IOException("the stream ended after " + frame);
            }
            frame.add(line);
        }
        return new Frame(frame);
    }

    /** All frames up to and with the first of that type, heartbeats left out. */
    List<Frame> through(String type) throws IOException {
        var frames = new ArrayList<Frame>();
        do {
            frames.add(next());
        } while (!frames.get(frames.size() - 1).type().equals(type));
        frames.removeIf(frame -> frame.type().isEmpty());
        return frames;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
