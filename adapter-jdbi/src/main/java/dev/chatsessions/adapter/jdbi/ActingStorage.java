package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;

/** The storage for works of which the database is told for whom they act. */
record ActingStorage(JdbiStorage whole, ActingFor acting) implements Storage {

    @Override
    public <T> T read(Work<T> work) {
        return whole.run(Dialect.Scope.READ, acting, work);
    }

    @Override
    public <T> T glance(Work<T> work) {
        return whole.glance(acting, work);
    }

    @Override
    public <T> T write(Work<T> work) {
        return whole.run(Dialect.Scope.WRITE, acting, work);
    }

    @Override
    public Storage on(SessionAccess access) {
        return whole.on(access);
    }

    @Override
    public void check() {
        whole.check();
    }

    /** Lets go of nothing: it is a view. */
    @Override
    public void close() {}
}
