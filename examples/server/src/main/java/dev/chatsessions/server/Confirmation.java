package dev.chatsessions.server;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The word by which whoever destroys something shows that he knows where. */
final class Confirmation {

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description =
                    "has to be said where the database is no file of this machine: its name, the last part of --db")
    private Optional<String> name = Optional.empty();

    /** Refuses to go on in a database that may be somebody's, unless it is named. */
    void require(DatabaseAddress database) {
        var needed = database.name();
        if (name.isPresent() ? !name.equals(needed) : needed.isPresent()) {
            throw Failure.refused("what is done in the database " + database.shown() + " is done for good"
                    + needed.map(word -> ": add --confirm " + word).orElse(": it has no name to confirm"));
        }
    }
}
