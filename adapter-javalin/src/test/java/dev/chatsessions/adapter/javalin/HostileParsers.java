package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.Cursor;
import dev.chatsessions.PageCursor;
import dev.chatsessions.RequestKey;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A text to everything that reads texts: what it can read it writes the same again, else it refuses it as it says. */
record HostileParsers() implements Surface {

    @Override
    public List<byte[]> seeds() {
        var id = "0199a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b";
        return Stream.of(
                        "{\"a\":[1,-2.50,1e3,true,null,\"\\u00e9\\ud83d\\ude00\"]}",
                        "4f2b7c1a-1-1",
                        "4f2b7c1a-ffff-12." + id + ".3",
                        "4f2b7c1a-1-1." + id + ".end",
                        "4f2b7c1a-1-1.none",
                        "4f2b7c1a-1-1." + id + ".4f2b7c1a-1-1",
                        "a=1&b=%C3%A9+x&a=%00",
                        "MTIzfDQ")
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    @Override
    public void take(byte[] input) {
        var text = new String(input, UTF_8);
        json(text);
        same(text, Cursor::parse);
        same(text, ReplyPlace::parse);
        same(text, CurrentPlace::parse);
        same(text, PageCursor::new);
        refused(() -> RequestKey.of(text));
        refused(() -> Query.parse(text));
        RequestIds.of(text);
    }

    private static void json(String text) {
        try {
            if (!(Json.read(text) instanceof ObjectNode fields)) {
                return;
            }
            var value = Json.value(Bodies.checked(fields).fields());
            var written = new String(Json.bytes(Json.node(value)), UTF_8);
            if (!value.equals(Json.value(Json.read(written)))) {
                throw new AssertionError("read as " + value + " and written as " + written);
            }
        } catch (JsonProcessingException | Invalid unreadable) {
            // Which is what callers are told.
        }
    }

    private static void same(String text, Function<String, ?> parse) {
        refused(() -> {
            if (!parse.apply(text).toString().equals(text)) {
                throw new AssertionError("read as " + parse.apply(text));
            }
        });
    }

    private static void refused(Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException | Invalid unreadable) {
            // Which is what callers expect.
        }
    }
}
