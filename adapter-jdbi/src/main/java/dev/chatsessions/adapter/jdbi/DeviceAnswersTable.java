package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.Provider;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.DeviceAnswerStore;
import java.time.Instant;
import java.util.List;

/** Replies that are still to be told to a device. */
final class DeviceAnswersTable implements DeviceAnswerStore {

    private static final Insert INSERT = Insert.into(
                    "device_answers", "reply_id, session_id, provider, uid, tries, due_at", "reply_id")
            .ofNew();

    private static final String DUE = """
            select a.reply_id, a.session_id, a.provider, a.uid, a.tries, a.due_at from ${schema}.device_answers a
            where a.due_at <= ? and (select true from ${schema}.replies r
                where r.session_id = a.session_id and r.id = a.reply_id and r.status = 'FINISHED')
            order by a.due_at, a.reply_id limit ?""";

    private static final String CLAIM =
            "update ${schema}.device_answers set tries = tries + 1, due_at = ? where reply_id = ? and tries = ?";

    private static final String REMOVE = "delete from ${schema}.device_answers where reply_id = ? and tries = ?";

    private static final Row<DeviceAnswer> ROW = row -> new DeviceAnswer(
            new ReplyId(Columns.id(row, "reply_id")),
            new SessionId(Columns.id(row, "session_id")),
            new DeviceId(new Provider(row.getString("provider")), row.getString("uid")),
            row.getInt("tries"),
            Columns.time(row, "due_at"));

    private final Transaction transaction;

    DeviceAnswersTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(DeviceAnswer answer) {
        transaction.insertLater(
                INSERT,
                Values.of(answer.reply().value())
                        .and(answer.session().value())
                        .and(answer.device().provider().value())
                        .and(answer.device().uid())
                        .and(answer.tries())
                        .and(answer.dueAt()));
    }

    @Override
    public List<DeviceAnswer> due(Instant now, int limit) {
        return transaction.list(DUE, new Values().and(now).and(limit), ROW);
    }

    @Override
    public boolean claim(ReplyId reply, int tries, Instant nextDue) {
        return transaction.change(
                        CLAIM, new Values().and(nextDue).and(reply.value()).and(tries))
                == 1;
    }

    @Override
    public boolean remove(ReplyId reply, int tries) {
        return transaction.change(REMOVE, Values.of(reply.value()).and(tries)) == 1;
    }
}
