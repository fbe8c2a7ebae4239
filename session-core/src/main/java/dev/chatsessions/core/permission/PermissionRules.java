package dev.chatsessions.core.permission;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.KeyReused;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PermissionId;
import dev.chatsessions.core.reply.ReplyRules;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.permission.PermissionRequest;
import dev.chatsessions.permission.PermissionStatus;
import dev.chatsessions.permission.Permissions;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.spi.StoredPermission;
import dev.chatsessions.spi.StoredReply;
import java.util.List;

/** What may be asked to be allowed, and when it may be answered. Pure. */
final class PermissionRules {

    private static final int MOST_OPTIONS = 20;

    private static final int MOST_BYTES = 8 * 1024;

    private PermissionRules() {}

    static PermissionQuestion checked(PermissionQuestion question) {
        Limits.name("title", question.title(), 500);
        question.toolCall().ifPresent(call -> requireShort("tool_call", call));
        var options = question.options();
        if (options.isEmpty() || options.size() > MOST_OPTIONS) {
            throw new Invalid("options", "must be 1 to " + MOST_OPTIONS);
        }
        options.forEach(option -> {
            Limits.name("option_id", option.id(), 200);
            Limits.name("name", option.name(), 200);
        });
        if (options.stream().map(PermissionOption::id).distinct().count() < options.size()) {
            throw new Invalid("options", "must not hold the same option_id twice");
        }
        requireShort("options", PermissionContent.options(options));
        return question;
    }

    private static void requireShort(String field, JsonValue value) {
        Limits.value(field, value);
        if (value.bytes() > MOST_BYTES) {
            throw new Invalid(field, "must be at most " + MOST_BYTES + " bytes");
        }
    }

    static void requireRoom(List<StoredPermission> pending) {
        if (pending.size() >= Permissions.MOST_PENDING) {
            throw new Conflict(
                    "too-many-permissions", pending.size() + " requests wait for their user; wait for an answer");
        }
    }

    static void requireSame(StoredPermission asked, JsonValue.Fields content) {
        if (!asked.content().equals(content)) {
            throw new KeyReused("request " + asked.id() + " asked something else; use a new id");
        }
    }

    static void requireOffered(PermissionQuestion question, String option) {
        if (!question.offers(option)) {
            throw new Invalid("option_id", "must be one of those that are offered");
        }
    }

    static void requireAnswer(StoredPermission request, PermissionChoice answered, String option) {
        if (!answered.option().equals(option)) {
            throw new Conflict(
                    "already-answered",
                    "request " + request.id() + " was answered already, and otherwise",
                    ChatSessionsException.detail("option_id", answered.option()));
        }
    }

    /** Refuses an answer that nobody waits for any more. */
    static void requireAwaited(StoredPermission request, StoredReply reply) {
        if (reply.reply().status() == ReplyStatus.FINISHED) {
            throw new Conflict(
                    "message-finalized", "reply " + request.reply() + " has ended; nobody waits for an answer");
        }
        if (!ReplyRules.isHeld(reply, request.fence())) {
            throw ReplyRules.leaseLost(reply);
        }
    }

    static NotFound missing(PermissionId request) {
        return new NotFound("there is no request " + request + " for permission");
    }

    static PermissionRequest told(StoredPermission request, StoredReply reply) {
        return new PermissionRequest(
                request.session(),
                request.thread(),
                request.reply(),
                PermissionContent.read(request.id(), request.content()),
                status(request, reply),
                request.askedAt(),
                request.chosen());
    }

    private static PermissionStatus status(StoredPermission request, StoredReply reply) {
        if (request.chosen().isPresent()) {
            return PermissionStatus.ANSWERED;
        }
        return ReplyRules.isHeld(reply, request.fence()) ? PermissionStatus.PENDING : PermissionStatus.CANCELLED;
    }
}
