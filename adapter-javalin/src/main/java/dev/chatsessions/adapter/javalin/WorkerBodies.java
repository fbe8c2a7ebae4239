package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.TooLarge;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PermissionId;
import dev.chatsessions.Text;
import dev.chatsessions.TokenCount;
import dev.chatsessions.WorkerId;
import dev.chatsessions.permission.PermissionKind;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.reply.Chunk;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.TextOffset;
import java.util.List;
import java.util.Optional;

/** What workers send. Pure. */
final class WorkerBodies {

    private static final int CHUNK_BYTES = 64 * 1024;

    private static final int MOST_OPTIONS = 20;

    private static final long MOST_TOKENS = 1_000_000_000_000L;

    private WorkerBodies() {}

    /** How a worker says that its answer ends. */
    private enum End {
        COMPLETE(FinishReason.COMPLETE),
        LENGTH(FinishReason.LENGTH),
        STOPPED(FinishReason.STOPPED);

        private final FinishReason reason;

        End(FinishReason reason) {
            this.reason = reason;
        }
    }

    /** Refuses what only the server sets, and another worker than the one that calls. */
    static Body of(Body body, WorkerId worker) {
        body.optionalText("worker_id")
                .filter(named -> !named.equals(worker.value()))
                .ifPresent(other -> {
                    throw new Forbidden("the token is of another worker");
                });
        return body.withoutReadOnly();
    }

    static Fence fence(Body body) {
        return new Fence(body.neededNumber("fence", 1, Long.MAX_VALUE));
    }

    /** The pieces in {@code chunks}, or the one that the body itself is. */
    static List<Chunk> chunks(Body body) {
        return body.fields().has("chunks")
                ? body.objects("chunks", Chunk.MOST_AT_ONCE).stream()
                        .map(WorkerBodies::chunk)
                        .toList()
                : List.of(chunk(body));
    }

    private static Chunk chunk(Body body) {
        var offset = body.neededNumber("offset", 0, Integer.MAX_VALUE);
        var text = body.text("text");
        if (text.length() * 3L > CHUNK_BYTES && Text.utf8Length(text) > CHUNK_BYTES) {
            throw new TooLarge("a piece of text is over 64 KiB");
        }
        return new Chunk(new TextOffset((int) offset), text);
    }

    static PermissionQuestion permission(Body body) {
        return new PermissionQuestion(
                permissionId(body.text("request_id")),
                body.text("title"),
                body.optionalObject("tool_call").map(call -> (JsonValue.Fields) Json.value(call.fields())),
                body.objects("options", MOST_OPTIONS).stream()
                        .map(WorkerBodies::option)
                        .toList());
    }

    private static PermissionOption option(Body option) {
        var kind = option.word("kind", PermissionKind.class).orElseThrow(() -> option.invalid("kind", "is required"));
        return new PermissionOption(option.text("option_id"), option.text("name"), kind);
    }

    private static PermissionId permissionId(String text) {
        try {
            return new PermissionId(text);
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("request_id", "must be 1 to 128 of A-Z, a-z, 0-9, ., _, : and -");
        }
    }

    static Completion completion(Body body) {
        var end = body.word("finish_reason", End.class).orElse(End.COMPLETE);
        return new Completion(end.reason, List.of(), usage(body), body.optionalText("content"));
    }

    static Optional<TokenCount> usage(Body body) {
        return body.fields().hasNonNull("usage") ? Optional.of(tokens(body.object("usage"))) : Optional.empty();
    }

    private static TokenCount tokens(Body usage) {
        var input = usage.neededNumber("input_tokens", 0, MOST_TOKENS);
        var output = usage.neededNumber("output_tokens", 0, MOST_TOKENS);
        usage.wholeNumber("total_tokens", 0, 2 * MOST_TOKENS).ifPresent(total -> {
            if (total != input + output) {
                throw usage.invalid("total_tokens", "must be the sum of input_tokens and output_tokens");
            }
        });
        try {
            return new TokenCount(
                    input,
                    output,
                    count(usage, "cached_tokens"),
                    count(usage, "reasoning_tokens"),
                    usage.optionalText("model").orElse("unknown"),
                    false);
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("usage", "is not a count of tokens: " + unfit.getMessage());
        }
    }

    private static long count(Body usage, String name) {
        return usage.wholeNumber(name, 0, MOST_TOKENS).orElse(0);
    }
}
