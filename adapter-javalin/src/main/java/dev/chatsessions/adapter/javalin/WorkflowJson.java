package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.JsonValue;
import dev.chatsessions.UserId;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.thread.ChatThread;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A session as the clients of {@code /api/chat-sessions} know it, with its conversation and its request. */
record WorkflowJson(
        String id,
        String conversationId,
        Optional<String> requestId,
        Optional<String> isoAgentId,
        String status,
        Optional<String> avinodeTripId,
        Optional<String> avinodeRfpId,
        Optional<String> avinodeRfqId,
        Optional<String> primaryQuoteId,
        Optional<String> proposalId,
        Optional<JsonNode> currentStep,
        JsonNode workflowState,
        JsonNode metadata,
        long messageCount,
        long quotesReceivedCount,
        long quotesExpectedCount,
        long operatorsContactedCount,
        Instant sessionStartedAt,
        Optional<Instant> sessionEndedAt,
        Instant lastActivityAt,
        Map<String, String> labels,
        Map<String, Long> counters,
        long version,
        Conversation conversation,
        @JsonInclude Optional<RequestJson> request) {

    static WorkflowJson from(
            Session session, SessionDetails details, Optional<ChatThread> thread, Optional<Request> request) {
        var labels = details.labels();
        var counters = details.counters();
        var attributes = details.attributes().fields();
        var messages = thread.map(ChatThread::messageCount).orElse(0L);
        return new WorkflowJson(
                session.id().toString(),
                session.key(),
                Optional.ofNullable(labels.get(Request.LABEL)),
                session.owner().map(UserId::value),
                WorkflowWords.of(session.status()),
                Optional.ofNullable(labels.get(WorkflowWords.TRIP)),
                Optional.ofNullable(labels.get("avinode_rfp_id")),
                Optional.ofNullable(labels.get("avinode_rfq_id")),
                Optional.ofNullable(labels.get("primary_quote_id")),
                Optional.ofNullable(labels.get("proposal_id")),
                Optional.ofNullable(attributes.get("current_step")).map(Json::node),
                object(attributes.get("workflow_state")),
                object(attributes.get("metadata")),
                messages,
                counters.getOrDefault("quotes_received_count", 0L),
                counters.getOrDefault("quotes_expected_count", 0L),
                counters.getOrDefault("operators_contacted_count", 0L),
                session.createdAt(),
                session.endedAt(),
                session.lastActivityAt(),
                labels,
                counters,
                session.version(),
                new Conversation(
                        session.key(),
                        session.title(),
                        messages,
                        session.createdAt(),
                        thread.flatMap(ChatThread::lastMessageAt)),
                request.map(RequestJson::from));
    }

    private static JsonNode object(JsonValue value) {
        return value instanceof JsonValue.Fields fields ? Json.node(fields) : Json.object();
    }

    /** The session's thread. */
    record Conversation(
            String id,
            Optional<String> subject,
            long messageCount,
            Instant createdAt,
            Optional<Instant> lastMessageAt) {}
}
