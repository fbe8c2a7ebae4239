package dev.chatsessions.server;

import dev.chatsessions.adapter.jdbi.MigrationMode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "migrate", description = "Brings the database's tables up to date and ends.")
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions database;

    @Override
    public Integer call() {
        Database.open(database, MigrationMode.MIGRATE).close();
        System.out.println("the tables in " + database.address().shown() + " are up to date");
        return ExitCode.OK;
    }
}
