package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What tests read off the wire. */
final class Wire {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Wire() {}

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException noJson) {
            throw new AssertionError("not JSON: " + text, noJson);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static String quoted(String text) {
        try {
            return MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException unwritable) {
            throw new AssertionError(unwritable);
        }
    }

    static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }

    /** The body of an answer that has to have this status. */
    static JsonNode ok(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response::body);
        return json(response);
    }

    /** Fails unless the answer is a problem of this status and code, complete and without secrets. */
    static JsonNode problem(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response::body);
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""));
        var body = json(response);
        assertEquals(code, body.path("code").asText(), response::body);
        assertEquals(status, body.path("status").asInt());
        assertEquals(
                response.headers().firstValue("X-Request-Id").orElse("no request id"),
                body.path("request_id").asText());
        return body;
    }
}
