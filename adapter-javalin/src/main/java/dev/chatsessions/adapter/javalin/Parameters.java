package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Violation;
import dev.chatsessions.PageCursor;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.Text;
import dev.chatsessions.session.ExpectedVersion;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Query, path and header parameters of one request. What is wrong with one is a 400. */
record Parameters(Context ctx, Query query) {

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

    /** Those of a request; Invalid where its query cannot be decoded, whether or not anybody asks for it. */
    static Parameters of(Context ctx) {
        return new Parameters(
                ctx, Query.parse(Optional.ofNullable(ctx.queryString()).orElse("")));
    }

    /** A query parameter; empty when it is absent. */
    Optional<String> query(String name) {
        return query.value(name);
    }

    /** The query, also where its second part was joined to it by one more question mark, as Omi does. */
    Query joinedQuery() {
        return Query.parse(Optional.ofNullable(ctx.queryString()).orElse("").replace('?', '&'));
    }

    /** A query parameter that is a name, such as of a label; empty when it is absent. */
    Optional<String> name(String name, int most) {
        return query(name).map(value -> {
            if (value.isBlank() || value.codePointCount(0, value.length()) > most) {
                throw invalid(name, "must be 1 to " + most + " characters and not blank");
            }
            if (value.codePoints().anyMatch(Character::isISOControl)) {
                throw invalid(name, "holds a control character");
            }
            return value;
        });
    }

    /** A segment of the path. */
    String path(String name) {
        var value = ctx.pathParam(name);
        if (!Text.isWellFormed(value) || value.codePoints().anyMatch(Character::isISOControl)) {
            throw invalid(name, "holds a control character");
        }
        return value;
    }

    /** The id of a session; a segment that cannot be one names none. */
    SessionId sessionId(String name) {
        try {
            return SessionId.parse(path(name));
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no session has this id");
        }
    }

    /** How many items are wanted. */
    int limit(int usual, int most) {
        return wholeNumber("limit", 1, most).orElse(usual);
    }

    /** A whole number from {@code least} to {@code most}; empty when it is absent. */
    OptionalInt wholeNumber(String name, int least, int most) {
        var text = query(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        var number = text.get().matches("[0-9]{1,9}") ? Integer.parseInt(text.get()) : least - 1;
        if (number < least || number > most) {
            throw invalid(name, "must be a whole number from " + least + " to " + most);
        }
        return OptionalInt.of(number);
    }

    /** Reads the page of a list that is wanted; a cursor of another list is told by the name it was sent under. */
    <T> T page(String cursorName, int usual, Function<PageRequest, T> list) {
        return page(cursorName, usual, PageRequest.MAX_LIMIT, list);
    }

    /** Reads the part of a history that is wanted: the newest, or what is {@code before} or {@code after} a place in it. */
    <T> T part(int usual, Function<PageRequest, T> history) {
        var isAfter = query("after").isPresent();
        if (isAfter && query("before").isPresent()) {
            throw invalid("after", "cannot be given together with before");
        }
        return page(isAfter ? "after" : "before", usual, history);
    }

    /** The same of pages that are never longer than {@code most}. */
    <T> T page(String cursorName, int usual, int most, Function<PageRequest, T> list) {
        var request = new PageRequest(limit(usual, most), query(cursorName).map(text -> {
            try {
                return new PageCursor(text);
            } catch (IllegalArgumentException unreadable) {
                throw invalid(cursorName, "is not a cursor of this server");
            }
        }));
        try {
            return list.apply(request);
        } catch (Invalid refused) {
            throw refused.violations().stream()
                    .filter(violation -> violation.field().equals("cursor"))
                    .findFirst()
                    .map(violation -> invalid(cursorName, violation.reason()))
                    .orElse(refused);
        }
    }

    /** One of the words of an enumeration, in lower case; empty when it is absent. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> words) {
        return query(name)
                .map(text -> Arrays.stream(words.getEnumConstants())
                        .filter(word -> word.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst()
                        .orElseThrow(() -> invalid(name, "is not a word known here")));
    }

    /** The {@code Idempotency-Key}, bare or as a structured field's string. */
    RequestKey requestKey() {
        var header = ctx.header("Idempotency-Key");
        if (header == null) {
            return RequestKey.none();
        }
        var quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
        try {
            return RequestKey.of(quoted ? header.substring(1, header.length() - 1) : header);
        } catch (IllegalArgumentException unreadable) {
            throw invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
        }
    }

    /** The version that the {@code If-Match} names, as we tell it in an {@code ETag}; any when there is none. */
    ExpectedVersion ifMatch() {
        var header = ctx.header("If-Match");
        if (header == null) {
            return ExpectedVersion.any();
        }
        var match = TAG.matcher(header);
        if (!match.matches()) {
            throw invalid("If-Match", "must be one version of this server, such as \"7\"");
        }
        return ExpectedVersion.of(Long.parseLong(match.group(1)));
    }

    static Invalid invalid(String name, String reason) {
        return new Invalid("invalid-parameter", name + " " + reason, List.of(new Violation(name, reason)));
    }
}
