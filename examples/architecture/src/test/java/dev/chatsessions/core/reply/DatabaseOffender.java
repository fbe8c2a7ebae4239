package dev.chatsessions.core.reply;

import java.sql.Connection;

public record DatabaseOffender(Connection connection) {}
