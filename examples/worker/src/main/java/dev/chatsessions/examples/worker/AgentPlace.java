package dev.chatsessions.examples.worker;

import java.util.Optional;

/**
 * Where an agent is to answer.
 *
 * @param session as the server calls it
 * @param model what the user wants it to answer with; empty for its usual one
 * @param before how an agent called the session that answered in it before
 */
record AgentPlace(String session, Optional<String> model, Optional<String> before) {}
