package dev.chatsessions.adapter.langchain4j;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The name of an error in the body of a refusal; all else in it may hold what was asked, or a part of the key. */
final class ErrorName {

    private static final int LONGEST_BODY = 8 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorName() {}

    /** Such as {@code context_length_exceeded}; empty where there is none. */
    static String in(InputStream body) {
        try {
            var error = JSON.readTree(body.readNBytes(LONGEST_BODY)).path("error");
            return Optional.of(error.path("code").asText(""))
                    .filter(code -> !code.isEmpty())
                    .or(() -> Optional.of(error.path("type").asText("")))
                    .filter(name -> name.matches("[A-Za-z0-9_.-]{1,64}"))
                    .orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }
}
