package dev.chatsessions.examples.worker;

/** How an agent is talked to. */
enum AgentKind {
    ACP {
        @Override
        Agent.Starter starter(CommandLineWords command, AgentFolders folders, ProcessGuard guard) {
            return AcpAgent.starter(command, folders, guard);
        }
    },
    COMMAND {
        @Override
        Agent.Starter starter(CommandLineWords command, AgentFolders folders, ProcessGuard guard) {
            return CommandAgent.starter(command, folders, guard);
        }
    };

    abstract Agent.Starter starter(CommandLineWords command, AgentFolders folders, ProcessGuard guard);
}
