package dev.chatsessions.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients did and were told in one run, to be held against what is stored in the end. Thread-safe. */
final class History {

    /** Answers by question, of each user. */
    private final Map<String, Map<String, String>> acknowledged = new TreeMap<>();

    private final Map<String, Set<String>> tried = new TreeMap<>();

    private final AtomicInteger unknown = new AtomicInteger();

    private final List<String> refusals = new ArrayList<>();

    synchronized void trying(String user, String question) {
        tried.computeIfAbsent(user, key -> new TreeSet<>()).add(question);
    }

    /** Nobody knows whether that arrived; it is tried again. */
    void unknown() {
        unknown.incrementAndGet();
    }

    synchronized void acknowledged(String user, String question, String answer) {
        acknowledged.computeIfAbsent(user, key -> new TreeMap<>()).put(question, answer);
    }

    /** An answer that no fault excuses. */
    synchronized void refused(String what) {
        refusals.add(what);
    }

    int unknowns() {
        return unknown.get();
    }

    synchronized Map<String, String> acknowledged(String user) {
        return Map.copyOf(acknowledged.getOrDefault(user, Map.of()));
    }

    synchronized Set<String> tried(String user) {
        return Set.copyOf(tried.getOrDefault(user, Set.of()));
    }

    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }
}
