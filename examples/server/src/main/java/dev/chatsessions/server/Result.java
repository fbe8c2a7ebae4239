package dev.chatsessions.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What a command has to tell in the end: for people, or for programs as one JSON document. */
final class Result {

    static final String OPTION = "--json";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = OPTION, description = "tell it as one JSON document, and so what goes wrong")
    private boolean json;

    void tell(Supplier<String> words, ObjectNode document) {
        System.out.println(json ? document.toString() : words.get());
    }

    static ObjectNode document() {
        return JSON.createObjectNode();
    }

    /** What went wrong, as a document. */
    static String failed(int exitCode, String line) {
        return document().put("exit_code", exitCode).put("error", line).toString();
    }
}
