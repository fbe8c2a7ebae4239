package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;

/** The server says no, and would say so again. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private final transient JsonNode problem;

    Refused(int status, JsonNode problem) {
        super(problem.hasNonNull("detail") ? problem.path("detail").asText() : "it answers with status " + status);
        this.status = status;
        this.problem = problem;
    }

    int status() {
        return status;
    }

    String code() {
        return problem.path("code").asText();
    }

    /** Whether it is for good, whatever is asked. */
    boolean isUnwanted() {
        return isUnwanted(status);
    }

    static boolean isUnwanted(int status) {
        return status == 401 || status == 403;
    }

    JsonNode problem() {
        return problem;
    }
}
