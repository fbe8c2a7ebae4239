package dev.chatsessions.adapter.javalin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.adapter.jdbi.MigrationMode;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** A storage on a database whose tables are there, and that closes the pool of its connections. */
record PooledStorage(JdbiStorage inner, HikariDataSource pool) implements Storage {

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
        return new PooledStorage(settings.apply(builder).build(), pool);
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
        pool.close();
    }
}
