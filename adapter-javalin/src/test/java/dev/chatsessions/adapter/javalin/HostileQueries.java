package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Each parameter of a query that is documented: a line with the path and the parameter's name, then its value. */
final class HostileQueries implements Surface {

    private static final Pattern LINE = Pattern.compile("(/[!-~&&[^?#]]{0,200})\\?([a-z_]{1,40})");

    private static final String CURSOR = "4f2b7c1a-1-1";

    private static final List<String> VALUES = List.of(CURSOR, "50", "MTIzfDQ", "earliest", "user-ana", "chat");

    private final HostileServer target;

    HostileQueries(HostileServer target) {
        this.target = target;
    }

    @Override
    public List<byte[]> seeds() {
        var seeds = new ArrayList<byte[]>();
        Documented.all()
                .openApi
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().at("/get/parameters").forEach(parameter -> {
                    var described = resolved(parameter);
                    if (described.path("in").asText().equals("query")) {
                        var line = path.getKey() + "?" + described.path("name").asText();
                        VALUES.forEach(value -> seeds.add((line + "\n" + value).getBytes(UTF_8)));
                    }
                }));
        return seeds;
    }

    private static JsonNode resolved(JsonNode parameter) {
        var reference = parameter.path("$ref").asText();
        return reference.isEmpty() ? parameter : Documented.all().openApi.at(reference.substring(1));
    }

    @Override
    public void take(byte[] input) {
        target.beginInput();
        var lined = Lined.of(input);
        var line = LINE.matcher(lined.line());
        var isLine = line.matches();
        var path = target.real(isLine ? line.group(1) : "/chat/history");
        var name = isLine ? line.group(2) : "before";
        var value = encoded(isLine ? lined.rest() : input);
        var head = target.head("GET", path + "?" + name + "=" + value);
        target.ask(head + "\r\n", new byte[0], false);
    }

    /** What can stand in an address stays as it is, percent signs too. */
    private static String encoded(byte[] value) {
        var text = new StringBuilder();
        for (var i = 0; i < Math.min(value.length, 2_000); i++) {
            var octet = value[i] & 0xFF;
            var stays = octet > ' ' && octet < 0x7F && "\"#<>\\^`{|}".indexOf(octet) < 0;
            text.append(stays ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return text.toString();
    }
}
