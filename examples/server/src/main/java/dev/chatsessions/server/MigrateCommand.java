package dev.chatsessions.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "migrate", description = "Brings the database's tables up to date and ends.")
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions database;

    @Option(
            names = "--drop-row-security",
            description = "have PostgreSQL keep users' rows apart no more, whoever it was that had it do so")
    private boolean dropRowSecurity;

    @Override
    public Integer call() {
        if (dropRowSecurity && database.rowSecurity()) {
            throw Failure.configuration("--drop-row-security and --db-row-security on do not go together");
        }
        if (dropRowSecurity) {
            Database.dropRowSecurity(database);
        }
        Database.migrate(database);
        System.out.println("the tables in " + database.address().shown() + " are up to date"
                + (dropRowSecurity ? " and show their rows to whoever is granted them" : ""));
        return ExitCode.OK;
    }
}
