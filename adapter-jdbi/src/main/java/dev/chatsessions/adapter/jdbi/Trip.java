package dev.chatsessions.adapter.jdbi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements that travel to the database together, where it can, and are carried out one after the other. */
final class Trip {

    private final Transaction transaction;

    private final List<Answer<?>> asked = new ArrayList<>();

    Trip(Transaction transaction) {
        this.transaction = transaction;
    }

    <T> Answer<T> ask(String sql, Values values, Row<T> row) {
        return add(new Answer<>(sql, values, Optional.of(row)));
    }

    Answer<Void> change(String sql, Values values) {
        transaction.requireWriting();
        return add(new Answer<>(sql, values, Optional.empty()));
    }

    void send() {
        transaction.send(asked);
    }

    private <T> Answer<T> add(Answer<T> answer) {
        asked.add(answer);
        return answer;
    }
}
