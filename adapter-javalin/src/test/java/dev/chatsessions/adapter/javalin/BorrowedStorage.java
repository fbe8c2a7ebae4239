package dev.chatsessions.adapter.javalin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.adapter.jdbi.MigrationMode;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** A storage that is closed by something else than itself, such as the pool that it borrows its connections from. */
record BorrowedStorage(Storage inner, Runnable closing) implements Storage {

    /** One that another goes on with. */
    static Storage of(Storage inner) {
        return new BorrowedStorage(inner, () -> {});
    }

    /** On a database whose tables are there. */
    static Storage on(String url) {
        return on(url, builder -> builder);
    }

    static Storage on(String url, Clock clock) {
        return on(url, builder -> builder.clock(clock));
    }

    private static Storage on(String url, UnaryOperator<JdbiStorage.Builder> settings) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMinimumIdle(0);
        var pool = new HikariDataSource(config);
        var builder = JdbiStorage.builder(pool).migration(MigrationMode.VALIDATE);
        return new BorrowedStorage(settings.apply(builder).build(), pool::close);
    }

    @Override
    public <T> T read(Work<T> work) {
        return inner.read(work);
    }

    @Override
    public <T> T glance(Work<T> work) {
        return inner.glance(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        return inner.write(work);
    }

    @Override
    public void check() {
        inner.check();
    }

    @Override
    public void close() {
        closing.run();
    }
}
