package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The documented body of each route that takes one: a line with method and path, then the body. */
final class HostileBodies implements Surface {

    private static final Pattern LINE = Pattern.compile("(POST|PUT|PATCH) (/[!-~]{0,2000})");

    private final HostileServer target;

    HostileBodies(HostileServer target) {
        this.target = target;
    }

    @Override
    public List<byte[]> seeds() {
        var seeds = new ArrayList<byte[]>();
        Documented.all()
                .openApi
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var line = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                    if (LINE.matcher(line).matches()) {
                        var media = operation.getValue().at("/requestBody/content/application~1json");
                        var examples = new ArrayList<>(media.findValues("value"));
                        examples.add(media.path("example"));
                        examples.stream()
                                .filter(example -> !example.isMissingNode() || examples.size() == 1)
                                .forEach(example -> seeds.add((line + "\n" + example).getBytes(UTF_8)));
                    }
                }));
        return seeds;
    }

    @Override
    public void take(byte[] input) {
        target.beginInput();
        var lined = Lined.of(input);
        var line = LINE.matcher(lined.line());
        var isLine = line.matches();
        var method = isLine ? line.group(1) : "POST";
        var path = target.real(isLine ? line.group(2) : "/chat");
        var body = isLine ? lined.rest() : input;
        var before = target.picture();
        if (send(method, path, body).status() >= 400) {
            target.requireNoTrace(() -> send(method, path, body), before);
        }
    }

    private Answer send(String method, String path, byte[] body) {
        var head = target.head(method, path) + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        return target.ask(head, body, true);
    }
}
