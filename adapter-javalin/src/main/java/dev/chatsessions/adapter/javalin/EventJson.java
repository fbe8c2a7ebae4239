package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.link.LinkEvent;
import dev.chatsessions.permission.PermissionEvent;
import dev.chatsessions.presence.PresenceEvent;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.session.SessionEvent;
import dev.chatsessions.thread.ThreadEvent;
import dev.chatsessions.usage.UsageEvent;
import dev.chatsessions.webhook.WebhookEvent;
import dev.chatsessions.worker.WorkerCommand;
import dev.chatsessions.worker.WorkerEvent;
import java.util.Optional;

/** The events of the logs on our own streams: each has {@code type}, {@code sequence} and {@code at}. */
final class EventJson {

    private EventJson() {}

    static ObjectNode from(LiveEvent event) {
        var node = Json.object();
        node.put("type", event.kind());
        node.put("sequence", event.sequence());
        node.put("at", event.at().toString());
        if (event instanceof SessionEvent session) {
            return session(node, session);
        }
        if (event instanceof ThreadEvent thread) {
            return thread(node.put("thread_id", thread.thread().toString()), thread);
        }
        if (event instanceof ReplyEvent reply) {
            node.put("thread_id", reply.thread().toString());
            return reply(node.put("reply_id", reply.reply().toString()), reply);
        }
        if (event instanceof PermissionEvent permission) {
            node.put("thread_id", permission.thread().toString());
            return permission(node.put("reply_id", permission.reply().toString()), permission);
        }
        if (event instanceof PresenceEvent presence) {
            node.put("caller", presence.caller())
                    .put("client", presence.client().value());
            return node.put("present", presence.present());
        }
        if (event instanceof WorkerCommand command) {
            return command(node.put("session_id", command.session().toString()), command);
        }
        if (event instanceof WorkerEvent worker) {
            return worker(node.put("worker_id", worker.worker().value()), worker);
        }
        if (event instanceof WebhookEvent.CurrentChanged changed) {
            node.put("session_id", changed.session().toString());
            return node.put("thread_id", changed.thread().toString());
        }
        if (event instanceof WebhookEvent.SessionClaimed claimed) {
            node.put("session_id", claimed.session().toString());
            return node.put("provider", claimed.device().provider().value())
                    .put("device_id", claimed.device().uid());
        }
        if (event instanceof UsageEvent.BudgetWarning warning) {
            warning.model().ifPresent(model -> node.put("model", model));
            node.put("period", Words.of(warning.period()));
            node.put("tokens", warning.tokens()).put("taken", warning.taken());
            return node.put("resets_at", warning.renewedAt().toString());
        }
        if (event instanceof LinkEvent link) {
            node.put("provider", link.device().provider().value());
            return node.put("device_id", link.device().uid());
        }
        return node;
    }

    private static ObjectNode command(ObjectNode node, WorkerCommand command) {
        if (command instanceof WorkerCommand.StartSession start) {
            start.model().ifPresent(model -> node.put("model", model));
            return node;
        }
        if (command instanceof WorkerCommand.AnswerMessage message) {
            node.put("thread_id", message.thread().toString());
            return node.put("reply_id", message.reply().toString());
        }
        if (command instanceof WorkerCommand.StopReply stop) {
            return node.put("reply_id", stop.reply().toString());
        }
        if (command instanceof WorkerCommand.AnswerPermission answer) {
            node.put("reply_id", answer.reply().toString());
            return node.put("request_id", answer.request().value()).put("option_id", answer.option());
        }
        return node;
    }

    private static ObjectNode permission(ObjectNode node, PermissionEvent event) {
        if (event instanceof PermissionEvent.PermissionAnswered answered) {
            return node.put("request_id", answered.request().value()).put("option_id", answered.option());
        }
        var question = ((PermissionEvent.PermissionRequested) event).question();
        node.put("request_id", question.id().value()).put("title", question.title());
        question.toolCall().ifPresent(toolCall -> node.set("tool_call", Json.node(toolCall)));
        return node.putPOJO("options", PermissionJson.OptionJson.of(question));
    }

    private static ObjectNode worker(ObjectNode node, WorkerEvent event) {
        if (event instanceof WorkerEvent.WorkerApproved approved) {
            return node.put("name", approved.name());
        }
        return event instanceof WorkerEvent.WorkerRenamed renamed ? node.put("name", renamed.name()) : node;
    }

    private static ObjectNode session(ObjectNode node, SessionEvent event) {
        if (event instanceof SessionEvent.SessionStarted started) {
            node.put("session_id", started.session().toString());
            return node.put("session_kind", Words.of(started.sessionKind()));
        }
        if (event instanceof SessionEvent.SessionChanged changed) {
            node.put("status", Words.of(changed.status()));
            title(node, changed.title());
            return node.put("version", changed.version());
        }
        if (event instanceof SessionEvent.SessionDeleted deleted) {
            return node.put("session_id", deleted.session().toString());
        }
        if (event instanceof SessionEvent.StateChanged changed) {
            node.put("key", changed.key());
            node.put("removed", changed.value().isEmpty());
            changed.value().ifPresent(value -> node.set("value", Json.node(value)));
            return node;
        }
        if (event instanceof SessionEvent.DetailsChanged changed) {
            return details(node, changed);
        }
        var notice = (SessionEvent.Notice) event;
        node.put("notice_type", notice.type());
        return node.set("body", Json.node(notice.body()));
    }

    /** What was removed is null. */
    private static ObjectNode details(ObjectNode node, SessionEvent.DetailsChanged changed) {
        var labels = node.putObject("labels");
        changed.labels().forEach((name, value) -> labels.put(name, value.orElse(null)));
        var counters = node.putObject("counters");
        changed.counters().forEach(counters::put);
        changed.attributes().ifPresent(attributes -> node.set("attributes", Json.node(attributes)));
        return node;
    }

    private static ObjectNode thread(ObjectNode node, ThreadEvent event) {
        if (event instanceof ThreadEvent.ThreadOpened opened) {
            return title(node.put("key", opened.key()), opened.title());
        }
        if (event instanceof ThreadEvent.ThreadRenamed renamed) {
            return title(node, renamed.title()).put("version", renamed.version());
        }
        if (event instanceof ThreadEvent.MessageAdded added) {
            return node.putPOJO("message", MessageJson.from(added.message()));
        }
        if (event instanceof ThreadEvent.MessageChanged changed) {
            return node.putPOJO("message", MessageJson.from(changed.message()));
        }
        if (event instanceof ThreadEvent.MessageRemoved removed) {
            return node.put("message_id", removed.message().toString());
        }
        return node;
    }

    private static ObjectNode reply(ObjectNode node, ReplyEvent event) {
        if (event instanceof ReplyEvent.ReplyQueued queued) {
            return node.put("question_id", queued.question().toString());
        }
        if (event instanceof ReplyEvent.ReplyStarted started) {
            return node.put("attempt", started.attempt());
        }
        if (event instanceof ReplyEvent.ReplyDelta delta) {
            return node.put("offset", delta.offset().value()).put("text", delta.text());
        }
        if (event instanceof ReplyEvent.ReplyReported reported) {
            return node.put("status", reported.status());
        }
        var finished = (ReplyEvent.ReplyFinished) event;
        node.put("finish_reason", Words.of(finished.reason()));
        finished.failure().ifPresent(why -> node.put("failure", why));
        finished.tokens().ifPresent(tokens -> node.putPOJO("tokens", TokensJson.from(tokens)));
        finished.message().ifPresent(message -> node.putPOJO("message", MessageJson.from(message)));
        return node;
    }

    private static ObjectNode title(ObjectNode node, Optional<String> title) {
        title.ifPresent(text -> node.put("title", text));
        return node;
    }
}
