package dev.chatsessions.server;

import picocli.CommandLine.Model.CommandSpec;

/** An option that exists for its environment variable and its key in the file. */
record SecretOption(String option) {

    /** Refuses a secret that everybody on the machine can see. */
    void refuseOnCommandLine(CommandSpec command) {
        if (command.commandLine().getParseResult().hasMatchedOption(option)) {
            var name = new SettingName(option.substring("--".length()));
            throw Failure.configuration("others can see a command line: set " + name.environment() + ", or "
                    + name.property() + " in the file, instead of " + option);
        }
    }
}
