package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.thread.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What the tables of events have in common: all columns but the one that names the log. */
final class Events {

    static final String STORED = "sequence, logged_at, kind, thread_id, message_id, reply_id, delta_offset, delta";

    static final String STORED_TYPES = "bigint, timestamptz, text, uuid, uuid, uuid, integer, text, jsonb";

    static final String COLUMNS = """
            e.sequence, e.logged_at, e.kind, e.thread_id, e.message_id, e.reply_id, e.delta_offset, e.delta, e.data,\s""" + MessagesTable.COLUMNS;

    /** The place at which the columns of a message begin. */
    private static final int FIRST_OF_MESSAGE = 10;

    /** Leaves out what tells of messages and replies of a thread that was deleted: one look at the index per event. */
    static final String OF_LIVING_THREADS = """
            \sand ((e.message_id is null and e.reply_id is null) or coalesce(
                (select t.deleted_at is null from ${schema}.threads t where t.id = e.thread_id), true))""";

    private Events() {}

    static Values values(Values log, long sequence, Instant at, EventBody body) {
        return log.and(sequence)
                .and(at)
                .and(body.kind())
                .andId(body.thread().map(ThreadId::value))
                .andId(body.message().map(MessageId::value))
                .andId(body.reply().map(ReplyId::value))
                .andLong(body.delta().map(delta -> (long) delta.offset().value()))
                .andText(body.delta().map(Delta::text))
                .andText(body.data().fields().isEmpty() ? Optional.empty() : Optional.of(Json.write(body.data())));
    }

    static LoggedEvent logged(LogScope scope, ResultSet row) throws SQLException {
        return new LoggedEvent(scope, row.getLong("sequence"), Columns.time(row, "logged_at"), body(row), message(row));
    }

    static Delta delta(ResultSet row) throws SQLException {
        return new Delta(new TextOffset(row.getInt("delta_offset")), row.getString("delta"));
    }

    private static EventBody body(ResultSet row) throws SQLException {
        var data = row.getString("data");
        return new EventBody(
                row.getString("kind"),
                Columns.optionalId(row, "thread_id").map(ThreadId::new),
                Columns.optionalId(row, "message_id").map(MessageId::new),
                Columns.optionalId(row, "reply_id").map(ReplyId::new),
                row.getString("delta") == null ? Optional.empty() : Optional.of(delta(row)),
                data == null ? JsonValue.Fields.EMPTY : Json.readFields(data));
    }

    private static Optional<Message> message(ResultSet row) throws SQLException {
        return row.getString("m_role") == null
                ? Optional.empty()
                : Optional.of(MessagesTable.read(row, FIRST_OF_MESSAGE));
    }
}
