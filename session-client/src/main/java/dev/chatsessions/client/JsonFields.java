package dev.chatsessions.client;

import java.util.Optional;

/** Finds a field of a JSON object without reading the rest into anything. For the objects of our server, which are JSON. */
final class JsonFields {

    private final String json;

    private int at;

    private JsonFields(String json) {
        this.json = json;
    }

    /** The text of this field of the outermost object; empty when there is none, or it is no text, or this is no JSON. */
    static Optional<String> text(String json, String field) {
        try {
            return new JsonFields(json).find(field);
        } catch (IndexOutOfBoundsException | IllegalArgumentException noJson) {
            return Optional.empty();
        }
    }

    private Optional<String> find(String field) {
        if (next() != '{') {
            return Optional.empty();
        }
        for (var separator = ','; separator == ','; separator = next()) {
            if (peek() != '"') {
                return Optional.empty();
            }
            var name = string();
            next();
            var isText = peek() == '"';
            if (isText && name.equals(field)) {
                return Optional.of(string());
            }
            skipValue();
            if (name.equals(field)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private void skipValue() {
        var depth = 0;
        do {
            switch (peek()) {
                case '"' -> string();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case ',', ':' -> at++;
                default -> skipScalar();
            }
        } while (depth > 0);
    }

    private void skipScalar() {
        while (",:]}\"".indexOf(json.charAt(at)) < 0 && json.charAt(at) > ' ') {
            at++;
        }
    }

    private String string() {
        var text = new StringBuilder();
        for (at++; json.charAt(at) != '"'; at++) {
            text.append(json.charAt(at) == '\\' ? escaped() : json.charAt(at));
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        at++;
        return switch (json.charAt(at)) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(json, at - 3, at + 1, 16);
            }
            default -> json.charAt(at);
        };
    }

    private char peek() {
        while (json.charAt(at) <= ' ') {
            at++;
        }
        return json.charAt(at);
    }

    private char next() {
        var found = peek();
        at++;
        return found;
    }
}
