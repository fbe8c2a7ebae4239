package dev.chatsessions.tck;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import java.util.List;
import java.util.Optional;

/** Messages that are not kept yet. */
record TestMessages(TestIds ids) {

    Message saying(String text, ChatThread thread, long position) {
        return of(ids.message(), thread, position, List.of(new Part.Text(text)), MessageStatus.COMPLETE);
    }

    Message open(ChatThread thread, long position) {
        return of(ids.message(), thread, position, List.of(), MessageStatus.OPEN);
    }

    Message spokenBy(String speaker, ChatThread thread, long position) {
        return new Message(
                ids.message(),
                thread.session(),
                thread.id(),
                position,
                Role.USER,
                List.of(new Part.Text("heard")),
                MessageSource.TRANSCRIPT,
                Optional.of(speaker),
                MessageStatus.COMPLETE,
                Optional.empty(),
                TestTimes.at(4),
                1);
    }

    Message question(Reply reply, long position) {
        return exchange(
                reply,
                reply.question(),
                position,
                Role.USER,
                List.of(new Part.Text("a question")),
                MessageStatus.COMPLETE,
                Optional.empty());
    }

    Message openAnswer(Reply reply, long position) {
        return exchange(
                reply,
                reply.answer(),
                position,
                Role.ASSISTANT,
                List.of(),
                MessageStatus.OPEN,
                Optional.of(reply.id()));
    }

    /** The message as it is after another text was put in. */
    static Message rewritten(Message message, String text) {
        return message.finishedAs(MessageStatus.COMPLETE, List.of(new Part.Text(text)), message.createdAt());
    }

    private static Message of(MessageId id, ChatThread thread, long position, List<Part> parts, MessageStatus status) {
        return new Message(
                id,
                thread.session(),
                thread.id(),
                position,
                Role.USER,
                parts,
                MessageSource.CLIENT,
                Optional.empty(),
                status,
                Optional.empty(),
                TestTimes.at(4),
                1);
    }

    private static Message exchange(
            Reply reply,
            MessageId id,
            long position,
            Role role,
            List<Part> parts,
            MessageStatus status,
            Optional<ReplyId> writtenBy) {
        var source = role == Role.USER ? MessageSource.CLIENT : MessageSource.REPLY;
        return new Message(
                id,
                reply.session(),
                reply.thread(),
                position,
                role,
                parts,
                source,
                Optional.empty(),
                status,
                writtenBy,
                reply.askedAt(),
                1);
    }
}
