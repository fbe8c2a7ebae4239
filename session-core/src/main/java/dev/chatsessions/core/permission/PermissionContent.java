package dev.chatsessions.core.permission;

import dev.chatsessions.JsonValue;
import dev.chatsessions.PermissionId;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.permission.PermissionKind;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import java.util.List;

/** What is asked to be allowed, as it is kept and told, and back. Pure. */
public final class PermissionContent {

    private PermissionContent() {}

    /** As it is kept; Invalid where it is none that may be asked. */
    public static JsonValue.Fields checked(PermissionQuestion question) {
        return of(PermissionRules.checked(question));
    }

    static JsonValue.Fields of(PermissionQuestion question) {
        return Bodies.fields(fields -> {
            fields.put("title", JsonValue.of(question.title()));
            question.toolCall().ifPresent(call -> fields.put("tool_call", call));
            fields.put("options", options(question.options()));
        });
    }

    static JsonValue.Array options(List<PermissionOption> options) {
        return new JsonValue.Array(
                options.stream().map(PermissionContent::written).toList());
    }

    private static JsonValue written(PermissionOption option) {
        return Bodies.fields(fields -> {
            fields.put("id", JsonValue.of(option.id()));
            fields.put("name", JsonValue.of(option.name()));
            fields.put("kind", JsonValue.of(option.kind().name()));
        });
    }

    static PermissionQuestion read(PermissionId id, JsonValue.Fields content) {
        var data = new Bodies.Reader(content);
        return new PermissionQuestion(
                id,
                data.text("title"),
                data.optional("tool_call").map(JsonValue.Fields.class::cast),
                ((JsonValue.Array) data.value("options"))
                        .items().stream().map(PermissionContent::option).toList());
    }

    private static PermissionOption option(JsonValue option) {
        var data = new Bodies.Reader((JsonValue.Fields) option);
        return new PermissionOption(data.text("id"), data.text("name"), PermissionKind.valueOf(data.text("kind")));
    }
}
