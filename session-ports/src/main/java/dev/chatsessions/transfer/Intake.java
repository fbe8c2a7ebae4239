package dev.chatsessions.transfer;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the lines that were taken in.
 *
 * @param added how many of each type are kept now that were not
 * @param left how many of each type were left out: there already, deleted here, somebody else's, or of a type that is not kept
 * @param complete whether the last line said that it was the last
 */
public record Intake(Map<String, Long> added, Map<String, Long> left, boolean complete) {

    public Intake {
        added = Collections.unmodifiableMap(new TreeMap<>(requireNonNull(added, "added")));
        left = Collections.unmodifiableMap(new TreeMap<>(requireNonNull(left, "left")));
    }
}
