package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Spoils what well-meaning clients send, the same way for the same seed. Not thread-safe. */
final class Mutations {

    /** A value of JSON that has none within it, or the beginning of one that has. */
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.){0,200}\"|-?[0-9][0-9.eE+-]{0,40}|true|false|null|[\\[{]");

    private static final List<byte[]> WORDS = List.of(
            bytes("null"),
            bytes("true"),
            bytes("-1"),
            bytes("0"),
            bytes("007"),
            bytes("1e400"),
            bytes("1e999999999"),
            bytes("0x10"),
            bytes("9223372036854775808"),
            bytes("-0.0"),
            bytes("NaN"),
            bytes("[]"),
            bytes("{}"),
            bytes("\"\""),
            bytes("\"\\u0000\""),
            bytes("\"\\ud800\""),
            bytes("\"\uFEFF\u2028\u202E\""),
            bytes("[".repeat(60)),
            bytes("{\"a\":".repeat(60)),
            bytes("\"" + "x".repeat(70_000) + "\""),
            bytes("\r\n"),
            bytes("\n\n"),
            bytes("%00"),
            bytes("%zz"),
            bytes("%ff"),
            bytes("&a=b"),
            bytes("../"),
            bytes(";"),
            bytes("earliest"),
            bytes(","),
            bytes(" "),
            new byte[] {0},
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            new byte[] {(byte) 0xC0, (byte) 0xAF},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});

    private final Random random;

    private final List<byte[]> seeds;

    Mutations(long seed, List<byte[]> seeds) {
        this.random = new Random(seed);
        this.seeds = seeds;
    }

    /** Now and then one as it was meant, which is to go on being answered. */
    byte[] next() {
        var input = any(seeds);
        for (var steps = random.nextInt(5); steps > 0; steps--) {
            input = spoilt(input);
        }
        return input;
    }

    private byte[] spoilt(byte[] input) {
        var at = random.nextInt(input.length + 1);
        var end = at + random.nextInt(Math.min(32, input.length - at) + 1);
        switch (random.nextInt(9)) {
            case 0, 1, 2:
                return withOtherToken(input);
            case 3:
                return joined(input, at, any(WORDS), at);
            case 4:
                return joined(input, at, any(WORDS), end);
            case 5:
                return joined(input, at, new byte[0], end);
            case 6:
                return joined(input, at, repeated(Arrays.copyOfRange(input, at, end), random.nextInt(200)), at);
            case 7:
                return joined(input, at, new byte[] {(byte) random.nextInt(256)}, Math.min(at + 1, input.length));
            default:
                var other = any(seeds);
                return joined(
                        input,
                        at,
                        Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length),
                        input.length);
        }
    }

    /** Keeps what is around it readable, so that more than the reader is tried. */
    private byte[] withOtherToken(byte[] input) {
        var text = new String(input, ISO_8859_1);
        var tokens = new ArrayList<MatchResult>();
        TOKEN.matcher(text).results().forEach(tokens::add);
        if (tokens.isEmpty()) {
            return joined(input, input.length, any(WORDS), input.length);
        }
        var token = tokens.get(random.nextInt(tokens.size()));
        var other = random.nextBoolean()
                ? any(WORDS)
                : tokens.get(random.nextInt(tokens.size())).group().getBytes(ISO_8859_1);
        return joined(input, token.start(), other, token.end());
    }

    private static byte[] joined(byte[] input, int at, byte[] between, int from) {
        var joined = new ByteArrayOutputStream(input.length + between.length);
        joined.write(input, 0, at);
        joined.writeBytes(between);
        joined.write(input, from, input.length - from);
        return joined.toByteArray();
    }

    private static byte[] repeated(byte[] part, int times) {
        var repeated = new ByteArrayOutputStream();
        for (var i = 0; i < times; i++) {
            repeated.writeBytes(part);
        }
        return repeated.toByteArray();
    }

    private byte[] any(List<byte[]> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
