package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.Text;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The query of an address, decoded as UTF-8 and nothing else. Decoders at hand replace what they cannot read; here it is
 * refused, so that nobody's name becomes another.
 */
record Query(List<Parameter> parameters) {

    record Parameter(String name, String value) {}

    /** Reads a query as it was sent; the first parameter that cannot be decoded or stored is Invalid. */
    static Query parse(String raw) {
        var parameters = new ArrayList<Parameter>();
        for (var pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                var name = decode(equals < 0 ? pair : pair.substring(0, equals), "query");
                parameters.add(new Parameter(name, equals < 0 ? "" : decode(pair.substring(equals + 1), name)));
            }
        }
        return new Query(List.copyOf(parameters));
    }

    /** The parameter's value; empty when it is absent, Invalid when it is there more than once. */
    Optional<String> value(String name) {
        var values = values(name);
        if (values.size() > 1) {
            throw Parameters.invalid(name, "is given more than once");
        }
        return values.stream().findFirst();
    }

    /** All values of the parameter. */
    List<String> values(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
    }

    private static String decode(String text, String name) {
        // The container puts the replacement character where it was sent bytes that are no UTF-8.
        if (text.indexOf('\uFFFD') >= 0) {
            throw undecodable(name);
        }
        try {
            var decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(text, name)))
                    .toString();
            if (!Text.isStorable(decoded)) {
                throw Parameters.invalid(name, "holds a character that is not allowed");
            }
            return decoded;
        } catch (CharacterCodingException noText) {
            throw undecodable(name);
        }
    }

    private static byte[] bytes(String text, String name) {
        var bytes = new ByteArrayOutputStream(text.length());
        var encoded = text.replace('+', ' ').getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            var high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            var low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw undecodable(name);
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        return bytes.toByteArray();
    }

    private static Invalid undecodable(String name) {
        return Parameters.invalid(name, "cannot be decoded");
    }
}
