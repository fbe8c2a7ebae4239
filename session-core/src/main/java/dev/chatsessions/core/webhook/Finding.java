package dev.chatsessions.core.webhook;

import dev.chatsessions.webhook.Diagnosis.Code;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What there is to say about a delivery, as it is kept with it.
 *
 * @param until when what is told ends, if it does
 */
record Finding(Code code, Optional<Instant> until) {

    static Finding of(Code code) {
        return new Finding(code, Optional.empty());
    }

    static String write(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.code().name()
                        + finding.until().map(until -> "@" + until).orElse(""))
                .collect(Collectors.joining(","));
    }

    static List<Finding> read(String written) {
        return Arrays.stream(written.split(","))
                .filter(one -> !one.isEmpty())
                .map(one -> one.split("@", 2))
                .map(parts -> new Finding(
                        Code.valueOf(parts[0]),
                        parts.length == 2 ? Optional.of(Instant.parse(parts[1])) : Optional.empty()))
                .toList();
    }
}
