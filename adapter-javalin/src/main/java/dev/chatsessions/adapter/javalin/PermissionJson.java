package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.permission.PermissionRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What somebody's worker asks to be allowed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record PermissionJson(
        String requestId,
        String replyId,
        String sessionId,
        String threadId,
        String title,
        Optional<JsonNode> toolCall,
        List<OptionJson> options,
        String status,
        Optional<String> optionId,
        Instant askedAt,
        Optional<Instant> answeredAt) {

    static PermissionJson from(PermissionRequest request) {
        var question = request.question();
        return new PermissionJson(
                question.id().value(),
                request.reply().toString(),
                request.session().toString(),
                request.thread().toString(),
                question.title(),
                question.toolCall().map(Json::node),
                OptionJson.of(question),
                Words.of(request.status()),
                request.chosen().map(PermissionChoice::option),
                request.askedAt(),
                request.chosen().map(PermissionChoice::at));
    }

    record OptionJson(String optionId, String name, String kind) {

        static List<OptionJson> of(PermissionQuestion question) {
            return question.options().stream().map(OptionJson::from).toList();
        }

        private static OptionJson from(PermissionOption option) {
            return new OptionJson(option.id(), option.name(), Words.of(option.kind()));
        }
    }
}
